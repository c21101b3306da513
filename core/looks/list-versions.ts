import type { Actor } from '../actor.ts'
import type { Site } from '../site.ts'
import { demandAppearance } from './draft.ts'

/** A version of the look in a list. */
export interface VersionRow {
  /** Empty: as it was delivered. */
  id: string
  number: number
  summary: string
  publishedAt: string | null
  publishedBy: string | null
  /** When and why the site went back from it by itself. */
  failedAt: string | null
  failedBecause: string | null
  isShown: boolean
}

/** The versions of the look, newest first; the last is the look as it was delivered. For who may change how the site looks. */
export async function listVersions(site: Site, actor: Actor, { before, limit }: { before?: number; limit: number }): Promise<VersionRow[]> {
  demandAppearance(actor)
  const query = site
    .db('looks as l')
    .leftJoin('feeds as f', 'f.id', site.db.raw('coalesce(l.author_id, l.published_by)'))
    .orderBy('l.number', 'desc')
    .limit(limit)
    .select('l.id', 'l.number', 'l.summary', 'l.publishedAt', 'l.failedAt', 'l.failedBecause', 'f.name as publishedBy')
  if (before !== undefined) query.where('l.number', '<', before)
  const rows: Omit<VersionRow, 'isShown'>[] = await query
  const all = rows.length < limit ? [...rows, beginning] : rows
  return all.map(row => ({ ...row, isShown: row.id === site.settings.look }))
}

const beginning: Omit<VersionRow, 'isShown'> = {
  id: '',
  number: 0,
  summary: 'As it was delivered',
  publishedAt: null,
  publishedBy: null,
  failedAt: null,
  failedBecause: null,
}
