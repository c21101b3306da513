import type { Knex } from 'knex'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { notFound } from '../errors.ts'
import { accessOfDestinations } from '../feeds/visibility.ts'
import { removedBy } from '../staff/removed-by.ts'

/** What letting go and refusing have in common. */
const about = {
  permission: 'content',
  input: idInput,
  look: ({ trx, input: { id } }: Doing<{ id: string }>) => lookAt(trx, id),
} as const

/** Lets a held entry go: it is published now, wherever it was posted to. */
export const releaseEntry = defineAction({
  name: 'entry.release',
  title: 'Publish a held entry',
  authority: 'operations',
  ...about,
  async run({ site, trx, input: { id } }) {
    const { authorId, sourceId, importBatchId } = await takeHeld(trx, id)
    const at = site.now().toISOString()
    // It comes up now, where its readers have not been yet; but for old things from an archive, which stand where they belong.
    const up = importBatchId ? {} : { bumpedAt: at }
    await trx('entries')
      .where({ id })
      .update({ access: accessOfDestinations(trx), ...up })
    if (!importBatchId) await trx('entry_feeds').where({ entryId: id }).update(up)
    const destinations: { feedId: string }[] = await trx('entry_feeds').where({ entryId: id }).select('feedId')
    const feedIds = destinations.map(({ feedId }) => feedId)
    if (!authorId) return
    if (importBatchId) {
      await site.announce(trx, 'entries.imported', { entryIds: [id], authorId, sourceId, importBatchId, feedIds, first: true })
    } else if (sourceId) await site.announce(trx, 'entries.imported', { entryIds: [id], authorId, sourceId, feedIds, first: false })
    else await site.announce(trx, 'entry.published', { entryId: id, authorId, feedIds })
  },
  say: (_, changes) => `The entry ${subjectOf(changes)} is published.`,
})

/** Says no to a held entry: it is removed, and its author is told why. */
export const refuseEntry = defineAction({
  name: 'entry.refuse',
  title: 'Refuse a held entry',
  authority: 'moderation',
  ...about,
  async run({ site, trx, actor, input: { id }, reason = '' }) {
    const { authorId } = await takeHeld(trx, id)
    await trx('entries')
      .where({ id })
      .update({ access: accessOfDestinations(trx), ...removedBy(site, actor, reason) })
    await site.announce(trx, 'entry.removed', { entryId: id, authorId })
  },
  say: (_, changes) => `The entry ${subjectOf(changes)} is refused.`,
})

type Held = { authorId: string | null; sourceId: string | null; importBatchId: string | null }

async function takeHeld(trx: Knex.Transaction, id: string): Promise<Held> {
  const row: Held | undefined = await trx('entries').where({ id }).first('authorId', 'sourceId', 'importBatchId')
  const gone = await trx('held_entries').where({ entryId: id }).delete()
  if (!row || gone === 0) throw notFound('held entry')
  return row
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Record<string, string>> {
  const row: { shortId: string; access: string; removedAt: string | null } | undefined = await trx('entries')
    .where({ id })
    .first('shortId', 'access', 'removedAt')
  if (!row) return {}
  return { [`entries.${row.shortId}.state`]: row.removedAt ? 'taken down' : row.access === 'held' ? 'held' : 'there' }
}
