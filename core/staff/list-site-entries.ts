import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { type Sql, selectRows } from '../db/select.ts'
import { excerpt } from '../entries/html-text.ts'
import { forbidden } from '../errors.ts'
import { readCursor, writeCursor } from '../feeds/cursor.ts'
import { staffSql } from '../feeds/visibility.ts'
import type { Site } from '../site.ts'

export interface SiteEntry {
  id: string
  shortId: string
  /** Null when the account is gone. */
  authorHandle: string | null
  authorName: string | null
  title: string | null
  text: string
  link: string | null
  viaName: string | null
  pictures: number
  comments: number
  likes: number
  publishedAt: string
  /** Where it stands in the list: when it was last talked about, or taken down. */
  place: string
  removedAt: string | null
  removedReason: string | null
}

export interface SiteEntryFilter {
  /** Words that title, text or link contain; of the newest {@link searched} that fit the rest. */
  search?: string
  /** Handle of a member. */
  author?: string
  /** Handle of a group. */
  group?: string
  /** Name of a tag; not together with a group. The last published first. */
  tag?: string
  origin?: 'source' | 'here'
  pictures?: boolean
  /** Those that somebody other than their author took down, the latest first. */
  removed?: boolean
  after?: string
  limit: number
}

/** So many are looked through for words at once; then one goes on from there. */
export const searched = 2000

interface Found {
  entries: SiteEntry[]
  /** Where the search for words stopped; absent when everything was looked through. */
  searchedTo?: string
}

type Row = Omit<SiteEntry, 'pictures' | 'text'> & { html: string; attachments: string }

/**
 * Entries as who looks after content sees them: public ones, and what was taken down of them. Never what was meant for a few. Each page
 * is a range of an index; looking for words stops after a while and says where.
 */
export async function listSiteEntries(site: Site, actor: Actor, filter: SiteEntryFilter): Promise<Found> {
  if (!may(actor, 'content')) throw forbidden('Only those who look after content see lists of it.')
  const { from, place, conditions } = plan(filter)
  const wanted = conditions.map(condition => condition.sql).join(' and ')
  const bindings = conditions.flatMap(condition => condition.bindings)
  const window = filter.search ? searched : filter.limit
  // The texts come with the window, so that nothing else is looked through.
  const texts = filter.search ? ', e.title as t1, e.body as t2, e.body_html as t3, e.link as t4' : ''
  const newest = `select e.id, ${place} as place${texts} from ${from} where ${wanted} order by ${place} desc, e.id desc limit ?`
  const words = filter.search ? likeSql(filter.search) : { sql: 'true', bindings: [] }
  const rows = await selectRows<Row>(
    site.db,
    `select e.id, e.short_id as "shortId", a.handle as "authorHandle", a.name as "authorName", e.title, substr(e.body_html, 1, 2000) as html,
      e.link, e.via_name as "viaName", e.attachments, e.comment_count as comments, e.like_count as likes, e.published_at as "publishedAt",
      w.place, e.removed_at as "removedAt", e.removed_reason as "removedReason"
     from (${newest}) w join entries e on e.id = w.id left join feeds a on a.id = e.author_id and a.kind <> 'former'
     where ${words.sql} order by w.place desc, w.id desc limit ?`,
    [...bindings, window, ...words.bindings, filter.limit],
  )
  const entries = rows.map(shown)
  if (!filter.search || entries.length === filter.limit) return { entries }
  const [last] = await selectRows<{ id: string; place: string }>(site.db, `${newest} offset ?`, [...bindings, 1, searched - 1])
  return { entries, ...(last && { searchedTo: writeCursor(last) }) }
}

function shown({ html, attachments, ...row }: Row): SiteEntry {
  return {
    ...row,
    text: excerpt(html, 220),
    pictures: (JSON.parse(attachments) as { kind: string }[]).filter(one => one.kind === 'image').length,
  }
}

/** From which index the list is read, and what is asked of each row. */
function plan({ author, group, tag, origin, pictures, removed, after }: SiteEntryFilter): {
  from: string
  place: string
  conditions: Sql[]
} {
  const conditions: Sql[] = [{ sql: staffSql, bindings: [] }]
  const place = removed ? 'e.removed_at' : group ? 'd.bumped_at' : tag ? 'k.at' : 'e.bumped_at'
  // Said as the partial index says it, so that it is used.
  if (removed) conditions.push({ sql: 'e.removed_at is not null and e.removed_by <> e.author_id', bindings: [] })
  else conditions.push({ sql: 'e.removed_at is null', bindings: [] })
  if (group)
    conditions.push({ sql: `d.feed_id = (select id from feeds where handle = ? and kind = 'group')`, bindings: [group.toLowerCase()] })
  else if (tag) conditions.push({ sql: 'k.tag = ?', bindings: [tag] })
  if (author) conditions.push({ sql: 'e.author_id = (select id from feeds where handle = ?)', bindings: [author.toLowerCase()] })
  if (origin) conditions.push({ sql: `e.origin is ${origin === 'here' ? '' : 'not '}null`, bindings: [] })
  if (pictures) conditions.push({ sql: `e.attachments like '%"kind":"image"%'`, bindings: [] })
  if (after) {
    const { at, id } = readCursor(after)
    conditions.push({ sql: `(${place}, e.id) < (?, ?)`, bindings: [at, id] })
  }
  return { from: sourceOf(group, tag), place, conditions }
}

function sourceOf(group?: string, tag?: string): string {
  if (group) return 'entry_feeds d join entries e on e.id = d.entry_id'
  return tag ? 'entry_tags k join entries e on e.id = k.entry_id' : 'entries e'
}

function likeSql(search: string): Sql {
  const pattern = `%${search
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`
  const columns = ['w.t1', 'w.t2', 'w.t3', 'w.t4']
  return {
    sql: `(${columns.map(column => `lower(${column}) like ? escape '\\'`).join(' or ')})`,
    bindings: columns.map(() => pattern),
  }
}
