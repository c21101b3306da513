import type { Knex } from 'knex'
import { staticPages } from '../pages/static-page.ts'
import { type Announcement, coming } from './announcement.ts'

/** What stands on every page of the site: links to its own pages, and announcements. Read once per process, and again when one changes. */
export interface Board {
  links: readonly { title: string; url: string; place: 'footer' | 'menu' }[]
  /** Announcements for this reader, now. `seen` is what their browser says they have put away. */
  announcementsFor(reader: Reader): { id: string; text: string; link?: string }[]
}

interface Reader {
  isMember: boolean
  now: Date
  seen: string
}

export async function loadBoard(db: Knex, now: Date): Promise<Board> {
  const [pages, announcements] = await Promise.all([
    staticPages(db).whereNull('p.removedAt').whereNot('p.place', 'nowhere').limit(50),
    coming(db, now),
  ])
  const links = pages.flatMap(({ title, slug, place }) => (place === 'nowhere' ? [] : [{ title, url: `/pages/${slug}`, place }]))
  return Object.freeze({ links, announcementsFor: (reader: Reader) => shownTo(announcements, reader) })
}

function shownTo(announcements: readonly Announcement[], { isMember, now, seen }: Reader): { id: string; text: string; link?: string }[] {
  if (announcements.length === 0) return []
  const at = now.toISOString()
  const away = new Set(seen.split('.'))
  return announcements
    .filter(one => one.fromAt <= at && (one.untilAt === null || one.untilAt > at))
    .filter(one => (isMember || one.audience === 'everybody') && !away.has(shortOf(one.id)))
    .map(({ id, text, link }) => ({ id, text, ...(link && { link }) }))
}

/** The end of an id, for a cookie: its beginning is a time. */
export function shortOf(id: string): string {
  return id.slice(-12)
}
