import { visitor } from '../actor.ts'
import { absoluteUrl } from '../entries/absolute-html.ts'
import { showEntries } from '../entries/show-entry.ts'
import { notFound } from '../errors.ts'
import { findNamedFeed, type NamedFeed } from '../feeds/named-feed.ts'
import { readDetails } from '../feeds/read-details.ts'
import { readSlice } from '../feeds/read-feed.ts'
import { listMarks } from '../feeds/read-places.ts'
import { type Version, weakEtag } from '../http/conditional.ts'
import type { Site } from '../site.ts'
import { version } from '../version.ts'
import { type OutEntry, outEntry } from './out-entry.ts'

/** A feed for readers elsewhere, before it is written in one of the formats. Every address is absolute. */
export interface OutFeed {
  /** Stays when the feed or the site is renamed. */
  id: string
  title: string
  description: string
  /** The page that people read. */
  url: string
  pictureUrl?: string
  /** Whose feed it is, when that is one person. */
  author?: OutPerson
  siteName: string
  updatedAt: Date
  entries: OutEntry[]
}

export interface OutPerson {
  name: string
  url?: string
  pictureUrl?: string
}

/** Entries in one document: enough for a reader that comes once a day. */
const entriesOut = 50
const nothingSaid = { comments: 0, last: 0, likes: 0 }

/** A public feed by its name in the API. Private ones are not there: a feed reader has nobody behind it. */
export async function findPublicFeed(site: Site, id: string): Promise<NamedFeed> {
  const feed = await findNamedFeed(site.db, id)
  if (feed.owner && feed.owner.access !== 'public') throw notFound('feed')
  return feed
}

/** Which version of a feed this is, from one statement that reads no texts. */
export async function versionOut(site: Site, feed: NamedFeed): Promise<Version> {
  const marks = await listMarks(site, visitor, feed.query, entriesOut)
  const changed = newest(marks)
  const { siteName, siteDescription } = site.settings
  const head = [version, site.url, siteName, siteDescription, feed.name, feed.owner?.description ?? '', feed.owner?.picture ?? '']
  return { etag: weakEtag(...head, JSON.stringify(marks)), ...settled(changed, site.now()) }
}

/** A second has room for another change, so the time of a change counts only when its second is over. */
function settled(changed: string | undefined, now: Date): Pick<Version, 'lastModified'> {
  if (!changed || changed.slice(0, 19) >= now.toISOString().slice(0, 19)) return {}
  return { lastModified: new Date(changed) }
}

/** Everything that the formats write. Visitors read along: what they do not see is not in it. */
export async function readFeedOut(site: Site, feed: NamedFeed): Promise<OutFeed> {
  const { rows } = await readSlice(site, visitor, feed.query, { limit: entriesOut })
  const details = await readDetails(site.db, visitor, rows, nothingSaid)
  const views = showEntries(rows, details, visitor, site.registry.services)
  const { owner } = feed
  const { siteName, siteDescription } = site.settings
  const pictureUrl = owner?.picture ? absoluteUrl(`/media/${owner.picture}`, site.url) : undefined
  const url = site.url + feed.path
  return {
    id: owner && feed.id === owner.handle ? `urn:uuid:${owner.id}` : url,
    title: owner ? feed.name : `${siteName}: ${feed.name}`,
    description: owner?.description || siteDescription || feed.name,
    url,
    ...(pictureUrl && { pictureUrl }),
    ...(owner?.kind === 'member' && feed.id === owner.handle && { author: { name: owner.name, url, ...(pictureUrl && { pictureUrl }) } }),
    siteName,
    updatedAt: new Date(newest(rows) ?? owner?.createdAt ?? 0),
    entries: rows.map((row, index) => outEntry(row, views[index]!, site.url)),
  }
}

/** Time of the last entry, comment or edit; rows come newest first, but an old one may have been edited. */
function newest(rows: readonly { place: string; editedAt: string | null }[]): string | undefined {
  return rows
    .flatMap(({ place, editedAt }) => (editedAt ? [place, editedAt] : [place]))
    .sort()
    .at(-1)
}
