import type { Knex } from 'knex'
import type { Doing, Looked } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { newId } from '../db/new-id.ts'
import { invalid, notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'

const date = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d(T[\\d:.]+Z?)?$', problem: 'Write a day, as in 2026-12-24.' })

/** Puts a short text on top of every page. */
export const publishAnnouncement = defineAction({
  name: 'announcement.publish',
  title: 'Announce something',
  authority: 'operations',
  permission: 'content',
  input: Type.Object({
    text: Type.String({ minLength: 1, maxLength: 300 }),
    link: Type.Optional(
      Type.String({
        maxLength: 500,
        pattern: '^(/(?![/\\\\])|https?://)\\S*$',
        problem: 'Use an address, or a path such as /pages/rules.',
      }),
    ),
    audience: Type.Union([Type.Literal('members'), Type.Literal('everybody')], { default: 'members' }),
    from: Type.Optional(date),
    /** The last day on which it is shown. */
    until: Type.Optional(date),
  }),
  look: async ({ trx, input }) => {
    const rows: { text: string }[] = await trx('announcements').whereNull('removedAt').where({ text: input.text }).select('text')
    return { 'announcements.shown': rows.map(row => row.text) }
  },
  async run({ site, trx, input: { text, link, audience, from, until } }) {
    const now = site.now().toISOString()
    const untilAt = until ? (until.length > 10 ? until : `${until}T23:59:59.999Z`) : null
    if (untilAt !== null && untilAt <= (from ?? now)) throw invalid({ until: 'This is over before it begins.' })
    const fromAt = from ? (from.length > 10 ? from : `${from}T00:00:00.000Z`) : now
    await trx('announcements').insert({ id: newId(), text, link: link ?? null, audience, fromAt, untilAt, createdAt: now })
    await bumpVersion(trx, 'board')
  },
  say: ({ text }) => `Announced: ${text}`,
  after: site => site.refresh(),
})

/** What taking back and showing again have in common. */
const about = {
  authority: 'operations',
  permission: 'content',
  input: idInput,
  look: ({ trx, input }: Doing<{ id: string }>) => lookAt(trx, input.id),
  after: (site: Site) => site.refresh(),
} as const

/** Takes an announcement back. */
export const removeAnnouncement = defineAction({
  name: 'announcement.remove',
  title: 'Take an announcement back',
  ...about,
  run: ({ site, trx, input }) => setRemoved(trx, input.id, site.now().toISOString()),
  say: () => 'The announcement is taken back.',
  undo: ({ id }) => ({ name: 'announcement.restore', input: { id } }),
})

/** Shows an announcement again that was taken back. */
export const restoreAnnouncement = defineAction({
  name: 'announcement.restore',
  title: 'Show an announcement again',
  ...about,
  run: ({ trx, input }) => setRemoved(trx, input.id, null),
  say: () => 'The announcement is shown again.',
  undo: ({ id }) => ({ name: 'announcement.remove', input: { id } }),
})

async function setRemoved(trx: Knex.Transaction, id: string, removedAt: string | null): Promise<void> {
  if ((await trx('announcements').where({ id }).update({ removedAt })) === 0) throw notFound('announcement')
  await bumpVersion(trx, 'board')
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Looked> {
  const row: { text: string; removedAt: string | null } | undefined = await trx('announcements').where({ id }).first('text', 'removedAt')
  return row ? { [`announcements.${id}.state`]: row.removedAt ? 'taken back' : 'shown' } : {}
}
