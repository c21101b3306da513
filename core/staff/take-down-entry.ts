import type { Knex } from 'knex'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { conflict, notFound } from '../errors.ts'
import { withinReachSql } from '../feeds/visibility.ts'
import { removedBy } from './removed-by.ts'

/** What taking down and bringing back have in common. */
const about = {
  permission: 'content',
  input: idInput,
  look: ({ trx, input: { id } }: Doing<{ id: string }>) => lookAt(trx, id),
} as const

/** Takes an entry down that is public, or that was opened because of a report, with a reason that its author reads in its place. */
export const takeDownEntry = defineAction({
  name: 'entry.remove',
  title: 'Take an entry down',
  authority: 'moderation',
  ...about,
  async run({ site, trx, actor, input: { id }, reason = '' }) {
    const entry = await maybeReachable(trx, id)
    if (!entry) throw notFound('entry')
    if (entry.removedAt) return
    await trx('entries')
      .where({ id: entry.id })
      .update(removedBy(site, actor, reason))
    await site.announce(trx, 'entry.removed', { entryId: entry.id, authorId: entry.authorId })
  },
  say: (_, changes) => `The entry ${subjectOf(changes)} is taken down.`,
  undo: ({ id }) => ({ name: 'entry.restore', input: { id } }),
})

/** Brings an entry back that was taken down. What its author removed stays removed. */
export const bringBackEntry = defineAction({
  name: 'entry.restore',
  byRule: true,
  title: 'Bring an entry back',
  authority: 'operations',
  ...about,
  async run({ site, trx, input: { id } }) {
    const entry = await maybeReachable(trx, id)
    if (!entry) throw notFound('entry')
    if (!entry.authorId) throw conflict('The author of this entry has left.')
    if (!entry.removedAt) return
    await trx('entries').where({ id: entry.id }).update({ removedAt: null, removedBy: null, removedReason: null })
    await site.announce(trx, 'entry.restored', { entryId: entry.id })
  },
  say: (_, changes) => `The entry ${subjectOf(changes)} is back.`,
})

interface Reachable {
  id: string
  shortId: string
  authorId: string | null
  removedAt: string | null
}

function maybeReachable(trx: Knex.Transaction, id: string): Promise<Reachable | undefined> {
  return trx('entries as e')
    .where(id.length === 36 ? 'e.id' : 'e.shortId', id)
    .whereRaw(withinReachSql)
    .first('e.id', 'e.shortId', 'e.authorId', 'e.removedAt')
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Record<string, string>> {
  const entry = await maybeReachable(trx, id)
  return entry ? { [`entries.${entry.shortId}.state`]: entry.removedAt ? 'taken down' : 'there' } : {}
}
