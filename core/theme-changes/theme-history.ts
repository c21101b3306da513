import type { Knex } from 'knex'
import { notFound } from '../errors.ts'
import { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
import type { FeedLink } from '../feeds/feed-view.ts'
import { findVersion } from '../looks/look-version.ts'
import { maybeThemeOf } from '../looks/make-look.ts'
import type { Site } from '../site.ts'
import { patchesBetween } from './own-change.ts'
import { type FileChange, readChanges } from './theme-patch.ts'

/** A version of the look as the public history tells it. */
export interface HistoryEntry {
  id: string
  number: number
  summary: string
  /** What its author says about it, without its first line. */
  more?: string
  publishedAt: string
  /** Who wrote it; absent for the command line and for members who are gone. */
  author?: FeedLink
  /** The proposal that decided it. */
  proposalId?: string
  isShown: boolean
  /** Why the site went back from it by itself. */
  failedBecause?: string
}

interface HistoryRow extends Omit<HistoryEntry, 'author' | 'more' | 'isShown' | 'failedBecause'> {
  message: string | null
  authorId: string | null
  replaces: string
  failedBecause: string | null
}

/** Versions of the look, the newest first, with those who wrote them. For everybody. */
export async function listHistory(site: Site, { before, limit }: { before?: number | undefined; limit: number }): Promise<HistoryEntry[]> {
  const query = historyRows(site.db).limit(limit)
  if (before !== undefined) query.where('number', '<', before)
  const rows = await query
  return withAuthors(site, rows)
}

/** One of them, with what it changed in files of the theme. Throws notFound. */
export async function showHistory(site: Site, number: number): Promise<HistoryEntry & { files: FileChange[]; others: string[] }> {
  const [row] = await historyRows(site.db).where({ number })
  if (!row) throw notFound('version of the theme')
  const [entry] = await withAuthors(site, [row])
  const [before, after] = [await findVersion(site.db, row.replaces), await findVersion(site.db, row.id)]
  const isSameTheme = before.look.theme === after.look.theme && before.look.release === after.look.release
  const others = Object.keys(after.look).filter(
    name => name !== 'files' && JSON.stringify(before.look[name as 'theme']) !== JSON.stringify(after.look[name as 'theme']),
  )
  const files =
    isSameTheme && maybeThemeOf(site.themes, after.look)
      ? patchesBetween(site, before.look, after.look).flatMap(({ patch }) => readChanges(patch))
      : []
  return { ...entry!, files, others }
}

function historyRows(db: Knex): Knex.QueryBuilder<object, HistoryRow[]> {
  return db('looks')
    .orderBy('number', 'desc')
    .select('id', 'number', 'summary', 'message', 'publishedAt', 'authorId', 'proposalId', 'failedBecause', 'replaces')
}

async function withAuthors({ db, settings }: Site, rows: readonly HistoryRow[]): Promise<HistoryEntry[]> {
  const ids = [...new Set(rows.flatMap(({ authorId }) => authorId ?? []))]
  const people: FeedLinkRow[] = ids.length === 0 ? [] : await db('feeds').whereIn('id', ids).whereNull('removedAt').select('*')
  return rows.map(({ id, number, summary, message, publishedAt, authorId, proposalId, failedBecause }) => {
    const person = people.find(one => one.id === authorId)
    const more = message?.split('\n').slice(1).join('\n').trim()
    return {
      id,
      number,
      summary,
      publishedAt,
      isShown: id === settings.look,
      ...(more && { more }),
      ...(person && { author: feedLink(person) }),
      ...(proposalId && { proposalId }),
      ...(failedBecause && { failedBecause }),
    }
  })
}
