import type { Knex } from 'knex'

/** A short text on top of every page. */
export interface Announcement {
  id: string
  text: string
  /** A path of this site, or an http(s) address. */
  link: string | null
  audience: 'members' | 'everybody'
  fromAt: string
  /** Null: until it is taken back. */
  untilAt: string | null
  createdAt: string
  removedAt: string | null
}

/** Announcements, the newest first, also those that are over. */
export function listAnnouncements(db: Knex): Promise<Announcement[]> {
  return db('announcements').orderBy('createdAt', 'desc').limit(200).select('*')
}

/** Those that are not taken back and may be on now or later: there are few. */
export function coming(db: Knex, now: Date): Promise<Announcement[]> {
  return db('announcements')
    .whereNull('removedAt')
    .where(open => open.whereNull('untilAt').orWhere('untilAt', '>', now.toISOString()))
    .orderBy('fromAt')
    .limit(20)
    .select('*')
}
