import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'

export const markInput = Type.Object({ entry: Type.String() })
export type MarkInput = Static<typeof markInput>

type Mark = 'hides' | 'saves'

/** Hides an entry from one's own home feed. Nobody else notices. */
export function hideEntry(site: Site, actor: Actor, input: MarkInput): Promise<void> {
  return mark(site, actor, input, 'hides')
}

export function unhideEntry(site: Site, actor: Actor, input: MarkInput): Promise<void> {
  return unmark(site, actor, input, 'hides')
}

/** Keeps an entry in one's own list of saved ones. */
export function saveEntry(site: Site, actor: Actor, input: MarkInput): Promise<void> {
  return mark(site, actor, input, 'saves')
}

export function unsaveEntry(site: Site, actor: Actor, input: MarkInput): Promise<void> {
  return unmark(site, actor, input, 'saves')
}

async function mark(site: Site, actor: Actor, input: MarkInput, table: Mark): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const entry = await findVisibleEntry(site.db, actor, input.entry)
  const row = { memberId: actor.id, entryId: entry.id, createdAt: site.now().toISOString() }
  await site.db.transaction(trx => trx(table).insert(row).onConflict(['member_id', 'entry_id']).ignore())
}

async function unmark(site: Site, actor: Actor, input: MarkInput, table: Mark): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const entry = await findVisibleEntry(site.db, actor, input.entry)
  await site.db.transaction(trx => trx(table).where({ memberId: actor.id, entryId: entry.id }).delete())
}
