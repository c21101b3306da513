import type { Knex } from 'knex'
import { may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { mayBeApart, togetherSql } from '../blocks/apart.ts'
import type { Sql } from '../db/select.ts'
import { Entry } from '../entries/entry.ts'
import { notFound } from '../errors.ts'

/** What everybody sees. A condition on `entries as e`. */
export const publicSql = `e.removed_at is null and e.access = 'public'`

/**
 * Who sees which entry: the only place that says so. A public entry is for everyone. A private one is for its author and for
 * those who subscribe to one of its destinations (or own it). A held or hidden one is for its author alone. A removed one is for nobody,
 * and nothing is for who blocked its author or is blocked by them.
 * Returns a condition on `entries as e`.
 */
export function visibleSql(actor: Actor, { withHidden = false } = {}): Sql {
  if (!isMember(actor)) return { sql: publicSql, bindings: [] }
  const bindings = [actor.id, actor.id, actor.id]
  const apart = mayBeApart(actor) ? { sql: ` and ${togetherSql('?', 'e.author_id')}`, bindings: [actor.id] } : { sql: '', bindings: [] }
  const visible = { sql: `${audienceSql('?')}${apart.sql}`, bindings: [...bindings, ...apart.bindings] }
  if (!withHidden || !may(actor, 'moderation')) return { ...visible, sql: `e.removed_at is null and ${visible.sql}` }
  return { ...visible, sql: `e.removed_at is null and (${visible.sql} or ${hiddenSql})` }
}

/** What was public until moderators hid it: they see it still, where they look at it alone. */
export const hiddenSql = `e.access = 'hidden' and exists (select 1 from hidden_entries vh where vh.entry_id = e.id and vh.was = 'public')`

/** The same for a member whose id is `reader`: a column of the statement, or a question mark (four times). */
export function visibleToSql(reader: string): string {
  return `e.removed_at is null and ${audienceSql(reader)} and ${togetherSql(reader, 'e.author_id')}`
}

/** Who an entry is for, as long as it is not removed. `reader` as above. */
export function audienceSql(reader: string): string {
  return `(e.access = 'public' or e.author_id = ${reader} or e.access = 'private' and exists (
      select 1 from entry_feeds vd left join subscriptions vs on vs.feed_id = vd.feed_id and vs.member_id = ${reader}
      where vd.entry_id = e.id and (vs.member_id is not null or vd.feed_id = ${reader})))`
}

/**
 * What those who look after content see in their lists, beside what they see as members: what is public, and what was until somebody
 * other than its author took it down. Private entries open only through a report about them. A condition on `entries as e`.
 */
export const staffSql = `e.access = 'public' and (e.removed_at is null or e.removed_by <> e.author_id)`

/**
 * What moderators may take down and bring back: what they see in their lists, what they hid or took down before, what was in a public group
 * until its admins took it out, and private entries that one of them opened because they were reported. A condition on `entries as e`.
 */
export const withinReachSql = `(${staffSql} or ${hiddenSql} or e.removed_at is not null and e.removed_by <> e.author_id
  or e.access in ('private', 'hidden') and exists (select 1 from opened_entries oe where oe.entry_id = e.id)
  or e.access = 'private' and exists (
    select 1 from group_removals wg join feeds wf on wf.id = wg.group_id where wg.entry_id = e.id and wf.access = 'public'))`

/** A query of entries that the actor may see, as `entries as e`. */
export function visibleEntries(db: Knex, actor: Actor): Knex.QueryBuilder {
  const { sql, bindings } = visibleSql(actor, { withHidden: true })
  return db('entries as e').whereRaw(sql, bindings)
}

/** The entry with this id or short id, when the actor may see it. Throws notFound otherwise, which tells nobody that it exists. */
export async function findVisibleEntry(db: Knex, actor: Actor, id: string): Promise<Entry> {
  const rows: Entry[] = await visibleEntries(db, actor)
    .where(id.length === 36 ? 'e.id' : 'e.shortId', id)
    .select('e.*')
  if (!rows[0]) throw notFound('entry')
  return Entry.fromDatabaseJson(rows[0])
}

/** A removed entry, for who could see it when it was there. */
export async function maybeRemovedEntry(db: Knex, actor: Actor, id: string): Promise<Entry | undefined> {
  const audience = isMember(actor)
    ? { sql: audienceSql('?'), bindings: [actor.id, actor.id, actor.id] }
    : { sql: `e.access = 'public'`, bindings: [] }
  const rows: Entry[] = await db('entries as e')
    .where(id.length === 36 ? 'e.id' : 'e.shortId', id)
    .whereNotNull('e.removedAt')
    .whereRaw(audience.sql, audience.bindings)
    .select('e.*')
  return rows[0] && Entry.fromDatabaseJson(rows[0])
}

/** Whether the actor may read what stands in a feed as a whole: its subscribers, its private entries. */
export async function canReadFeed(db: Knex, actor: Actor, feed: { id: string; access: string }): Promise<boolean> {
  if (feed.access === 'public') return true
  if (!isMember(actor)) return false
  if (actor.id === feed.id) return true
  return (await db('subscriptions').where({ memberId: actor.id, feedId: feed.id }).first('feedId')) !== undefined
}

/**
 * Sets the access of entries from their destinations again: public as soon as one destination is. Called when a feed's own
 * access changed. Returns how many entries changed.
 */
export async function reflagEntries(trx: Knex.Transaction, feedId: string): Promise<number> {
  const wanted = accessOfDestinations(trx)
  return trx('entries')
    .whereIn('id', trx('entry_feeds').select('entryId').where({ feedId }))
    .whereIn('access', ['public', 'private'])
    .whereRaw('access <> ?', [wanted])
    .update({ access: wanted })
}

/** Access of `entries` as its destinations have it: public as soon as one of them is. */
export function accessOfDestinations(trx: Knex.Transaction): Knex.Raw {
  return trx.raw(`case when exists (select 1 from entry_feeds d join feeds f on f.id = d.feed_id
    where d.entry_id = entries.id and f.access = 'public') then 'public' else 'private' end`)
}
