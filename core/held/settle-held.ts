import type { Knex } from 'knex'
import { Type } from 'typebox'
import { defineAction } from '../actions/define-action.ts'
import { notFound } from '../errors.ts'
import { accessOfDestinations } from '../feeds/visibility.ts'

const input = Type.Object({ id: Type.String({ maxLength: 36 }) })

/** Lets a held entry go: it is published now, wherever it was posted to. */
export const releaseEntry = defineAction({
  name: 'entry.release',
  title: 'Publish a held entry',
  authority: 'operations',
  permission: 'content',
  input,
  look: ({ trx, input: { id } }) => lookAt(trx, id),
  async run({ site, trx, input: { id } }) {
    const { authorId, sourceId } = await takeHeld(trx, id)
    const at = site.now().toISOString()
    // It comes up now, where its readers have not been yet.
    await trx('entries')
      .where({ id })
      .update({ access: accessOfDestinations(trx), bumpedAt: at })
    await trx('entry_feeds').where({ entryId: id }).update({ bumpedAt: at })
    const feedIds: string[] = await trx('entry_feeds').where({ entryId: id }).pluck('feedId')
    if (!authorId) return
    if (sourceId) await site.announce(trx, 'entries.imported', { entryIds: [id], authorId, sourceId, feedIds, first: false })
    else await site.announce(trx, 'entry.published', { entryId: id, authorId, feedIds })
  },
  say: (_, changes) => `The entry ${nameIn(changes[0]?.path)} is published.`,
})

/** Says no to a held entry: it is removed, and its author is told why. */
export const refuseEntry = defineAction({
  name: 'entry.refuse',
  title: 'Refuse a held entry',
  authority: 'moderation',
  permission: 'content',
  input,
  look: ({ trx, input: { id } }) => lookAt(trx, id),
  async run({ site, trx, actor, input: { id }, reason = '' }) {
    const { authorId } = await takeHeld(trx, id)
    await trx('entries')
      .where({ id })
      .update({
        access: accessOfDestinations(trx),
        removedAt: site.now().toISOString(),
        removedBy: actor.id ?? actor.kind,
        removedReason: reason.slice(0, 300),
      })
    await site.announce(trx, 'entry.removed', { entryId: id, authorId })
  },
  say: (_, changes) => `The entry ${nameIn(changes[0]?.path)} is refused.`,
})

async function takeHeld(trx: Knex.Transaction, id: string): Promise<{ authorId: string | null; sourceId: string | null }> {
  const row: { authorId: string | null; sourceId: string | null } | undefined = await trx('entries')
    .where({ id })
    .first('authorId', 'sourceId')
  const gone = await trx('held_entries').where({ entryId: id }).delete()
  if (!row || gone === 0) throw notFound('held entry')
  return row
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Record<string, string>> {
  const row: { shortId: string; access: string; removedAt: string | null } | undefined = await trx('entries')
    .where({ id })
    .first('shortId', 'access', 'removedAt')
  if (!row) return {}
  return { [`entries.${row.shortId}.state`]: row.removedAt ? 'removed' : row.access === 'held' ? 'held' : 'published' }
}

function nameIn(path = ''): string {
  return path.split('.')[1] ?? ''
}
