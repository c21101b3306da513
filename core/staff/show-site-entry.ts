import { type AuditEntry, listAudit } from '../actions/audit-log.ts'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { Entry } from '../entries/entry.ts'
import { type EntryEdit, listPublicEdits } from '../entries/entry-edits.ts'
import { forbidden, notFound } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'
import { feedLink } from '../feeds/feed-link.ts'
import type { FeedLink } from '../feeds/feed-view.ts'
import { hiddenSql, staffSql } from '../feeds/visibility.ts'
import type { Site } from '../site.ts'

export interface SiteEntryView {
  entry: Entry
  author?: FeedLink
  /** Where it was posted. */
  to: FeedLink[]
  removedBy?: FeedLink
  /** Earlier texts. What came from a source is edited there, and keeps none. */
  edits: EntryEdit[]
  /** For who reads the audit log. */
  history: AuditEntry[]
}

/** A public entry with its history, also when somebody other than its author took it down. Throws notFound for private ones. */
export async function showSiteEntry(site: Site, actor: Actor, id: string): Promise<SiteEntryView> {
  if (!may(actor, 'content')) throw forbidden('Only those who look after content see this.')
  const { db } = site
  const [row]: Entry[] = await db('entries as e')
    .where(id.length === 36 ? 'e.id' : 'e.shortId', id)
    .whereRaw(`(${staffSql} or ${hiddenSql})`)
    .select('e.*')
  if (!row) throw notFound('entry')
  const entry = Entry.fromDatabaseJson(row)
  const [destinations, people, edits, history] = await Promise.all([
    // A private group that it was posted to as well is nobody's business here.
    Feed.query(db)
      .whereIn('id', db('entry_feeds').where({ entryId: entry.id }).select('feedId'))
      .where({ access: 'public' }),
    Feed.query(db).findByIds([entry.authorId, entry.removedBy].filter(known => known !== null)),
    listPublicEdits(db, entry.id),
    may(actor, 'audit log') ? listAudit(site, actor, { subject: `entries.${entry.shortId}`, limit: 30 }) : [],
  ])
  const person = (of: string | null): FeedLink | undefined => {
    const found = people.find(feed => feed.id === of)
    return found && feedLink(found)
  }
  const [author, removedBy] = [person(entry.authorId), person(entry.removedBy)]
  return { entry, to: destinations.map(feedLink), edits, history, ...(author && { author }), ...(removedBy && { removedBy }) }
}
