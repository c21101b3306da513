import type { Knex } from 'knex'
import { Type } from 'typebox'
import { defineAction } from '../actions/define-action.ts'
import { conflict, notFound } from '../errors.ts'
import { staffSql } from '../feeds/visibility.ts'

const input = Type.Object({ id: Type.String({ maxLength: 36 }) })

/** Takes a public entry down, with a reason that its author reads in its place. */
export const takeDownEntry = defineAction({
  name: 'entry.remove',
  title: 'Take an entry down',
  authority: 'moderation',
  permission: 'content',
  input,
  look: ({ trx, input: { id } }) => lookAt(trx, id),
  async run({ site, trx, actor, input: { id }, reason = '' }) {
    const entry = await findPublic(trx, id)
    if (!entry) throw notFound('entry')
    if (entry.removedAt) return
    const removal = { removedAt: site.now().toISOString(), removedBy: actor.id ?? actor.kind, removedReason: reason.slice(0, 300) }
    await trx('entries').where({ id: entry.id }).update(removal)
    await site.announce(trx, 'entry.removed', { entryId: entry.id, authorId: entry.authorId })
  },
  say: (_, changes) => `The entry ${nameIn(changes[0]?.path)} is taken down.`,
  undo: ({ id }) => ({ name: 'entry.restore', input: { id } }),
})

/** Brings an entry back that was taken down. What its author removed stays removed. */
export const bringBackEntry = defineAction({
  name: 'entry.restore',
  title: 'Bring an entry back',
  authority: 'operations',
  permission: 'content',
  input,
  look: ({ trx, input: { id } }) => lookAt(trx, id),
  async run({ site, trx, input: { id } }) {
    const entry = await findPublic(trx, id)
    if (!entry) throw notFound('entry')
    if (!entry.authorId) throw conflict('The author of this entry has left.')
    if (!entry.removedAt) return
    await trx('entries').where({ id: entry.id }).update({ removedAt: null, removedBy: null, removedReason: null })
    await site.announce(trx, 'entry.restored', { entryId: entry.id })
  },
  say: (_, changes) => `The entry ${nameIn(changes[0]?.path)} is back.`,
})

interface PublicEntry {
  id: string
  shortId: string
  authorId: string | null
  removedAt: string | null
}

function findPublic(trx: Knex.Transaction, id: string): Promise<PublicEntry | undefined> {
  return trx('entries as e')
    .where(id.length === 36 ? 'e.id' : 'e.shortId', id)
    .whereRaw(staffSql)
    .first('e.id', 'e.shortId', 'e.authorId', 'e.removedAt')
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Record<string, string>> {
  const entry = await findPublic(trx, id)
  return entry ? { [`entries.${entry.shortId}.state`]: entry.removedAt ? 'taken down' : 'there' } : {}
}

function nameIn(path = ''): string {
  return path.split('.')[1] ?? ''
}
