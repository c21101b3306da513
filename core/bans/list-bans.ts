import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { PublishedBan } from '../plugin-contract/plugin-subjects.ts'
import type { Site } from '../site.ts'
import { type Ban, type BanKind, banKinds } from './ban.ts'

/** A ban as whoever moderates reads it. */
export interface SiteBan extends Ban {
  byName: string | null
  holds: boolean
}

export interface BanFilter {
  /** A kind; nothing for all. */
  kind?: string
  /** `over` for those that have ended; nothing for those in force. */
  show?: string
  /** Part of what is banned. */
  text?: string
  /** Id of the last row of the page before. */
  after?: string
  limit: number
}

/** What the site shuts out, the latest first. For moderators. */
export async function listBans(site: Site, actor: Actor, { kind, show, text, after, limit }: BanFilter): Promise<SiteBan[]> {
  if (!may(actor, 'moderation')) throw forbidden('Only moderators see what is banned.')
  const now = site.now().toISOString()
  const rows = site.db('site_bans as b').leftJoin('feeds as f', 'f.id', 'b.byId').orderBy('b.id', 'desc').limit(limit)
  if (show === 'over') rows.where(over => over.whereNotNull('b.endedAt').orWhere('b.until', '<=', now))
  else rows.whereNull('b.endedAt').where(open => open.whereNull('b.until').orWhere('b.until', '>', now))
  if (banKinds.includes(kind as BanKind)) rows.where('b.kind', kind!)
  if (text) rows.whereRaw(`b.shown like ? escape '\\'`, [`%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`])
  if (after) rows.where('b.id', '<', after)
  const found: Omit<SiteBan, 'holds'>[] = await rows.select('b.*', 'f.name as byName')
  return found.map(row => ({ ...row, holds: row.endedAt === null && (row.until === null || row.until > now) }))
}

/** Bans for the public log, the latest first: what was done, why and until when. */
export async function listPublishedBans(site: Site, { before, limit }: { before?: string; limit: number }): Promise<PublishedBan[]> {
  const rows = site.db('site_bans as b').leftJoin('feeds as f', 'f.id', 'b.byId').orderBy('b.id', 'desc').limit(limit)
  if (before) rows.where('b.id', '<', before)
  const found: (Ban & { byName: string | null })[] = await rows.select('b.*', 'f.name as byName')
  return found.map(({ id, kind, shown, effect, reason, rule, until, createdAt, endedAt, liftedReason, byName }) => ({
    ...{ id, kind, effect, reason, rule, until, createdAt, endedAt, liftedReason },
    ...((kind === 'email' || kind === 'link') && shown && { domain: shown }),
    ...(byName && { byName }),
  }))
}
