import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { forbidden, notFound } from '../errors.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { Entry } from './entry.ts'
import { canRemoveEntry } from './entry-access.ts'

export const entryIdInput = Type.Object({ id: Type.String({ maxLength: 36 }) })
export type EntryIdInput = Static<typeof entryIdInput>

/** Takes an entry out of every feed; who removed it can bring it back. Comments and likes stay with it. */
export async function removeEntry(site: Site, actor: Actor, input: EntryIdInput): Promise<Entry> {
  const entry = await findVisibleEntry(site.db, actor, input.id)
  if (!canRemoveEntry(actor, entry)) throw forbidden('Only its author can remove an entry.')
  const change = { removedAt: site.now().toISOString(), removedBy: actor.id }
  await site.db.transaction(async trx => {
    if ((await trx('entries').where({ id: entry.id }).whereNull('removedAt').update(change)) === 0) throw notFound('entry')
    await site.announce(trx, 'entry.removed', { entryId: entry.id, authorId: entry.authorId })
  })
  return entry.$set(change)
}

/** Brings a removed entry back to where it was. Only who removed it can. Throws notFound for everybody else. */
export async function restoreEntry(site: Site, actor: Actor, input: EntryIdInput): Promise<Entry> {
  const entry = await findRemovedEntry(site, actor, input.id)
  await site.db.transaction(async trx => {
    await trx('entries').where({ id: entry.id }).update({ removedAt: null, removedBy: null, removedReason: null })
    await site.announce(trx, 'entry.restored', { entryId: entry.id })
  })
  return entry.$set({ removedAt: null, removedBy: null, removedReason: null })
}

/** An entry that the actor removed. */
export async function findRemovedEntry(site: Site, actor: Actor, id: string): Promise<Entry> {
  const column = id.length === 36 ? 'id' : 'shortId'
  const entry = isMember(actor) ? await Entry.query(site.db).findOne({ [column]: id, removedBy: actor.id }) : undefined
  if (!entry?.authorId) throw notFound('entry')
  return entry
}
