import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { type Sql, selectRows } from '../db/select.ts'
import { excerpt } from '../entries/html-text.ts'
import { forbidden } from '../errors.ts'
import { readCursor, writeCursor } from '../feeds/cursor.ts'
import { staffSql } from '../feeds/visibility.ts'
import type { Site } from '../site.ts'
import { searched } from './list-site-entries.ts'

export interface SiteComment {
  id: string
  entryShortId: string
  number: number
  authorHandle: string | null
  authorName: string | null
  text: string
  createdAt: string
  editedAt: string | null
  /** Where it stands in the list: when it was written, or taken down. */
  place: string
  removedAt: string | null
  removedReason: string | null
}

export interface SiteCommentFilter {
  /** Words it contains; of the newest that fit the rest. */
  search?: string
  /** Handle of a member. */
  author?: string
  /** Those that somebody other than their author took down, the latest first. */
  removed?: boolean
  after?: string
  limit: number
}

interface Found {
  comments: SiteComment[]
  /** Where the search for words stopped; absent when everything was looked through. */
  searchedTo?: string
}

/** Comments on public entries, the newest first, as who looks after content sees them. */
export async function listSiteComments(site: Site, actor: Actor, filter: SiteCommentFilter): Promise<Found> {
  if (!may(actor, 'content')) throw forbidden('Only those who look after content see lists of it.')
  const { place, conditions } = plan(filter)
  const wanted = conditions.map(condition => condition.sql).join(' and ')
  const bindings = conditions.flatMap(condition => condition.bindings)
  // SQLite reads the tables of a cross join in the order they are named: comments by their key, so that none are sorted.
  const newest = `select c.id, ${place} as place${filter.search ? ', c.body as said' : ''} from comments c cross join entries e
    where e.id = c.entry_id and ${wanted} order by ${filter.removed ? 'c.removed_at desc, c.id' : 'c.id'} desc limit ?`
  const words: Sql = filter.search
    ? {
        sql: `lower(w.said) like ? escape '\\'`,
        bindings: [
          `%${filter.search
            .trim()
            .toLowerCase()
            .replace(/[\\%_]/g, '\\$&')}%`,
        ],
      }
    : { sql: 'true', bindings: [] }
  const rows = await selectRows<Omit<SiteComment, 'text'> & { html: string }>(
    site.db,
    `select c.id, e.short_id as "entryShortId", c.number, a.handle as "authorHandle", a.name as "authorName",
      substr(c.body_html, 1, 2000) as html, c.created_at as "createdAt", c.edited_at as "editedAt", w.place,
      c.removed_at as "removedAt", c.removed_reason as "removedReason"
     from (${newest}) w join comments c on c.id = w.id join entries e on e.id = c.entry_id
     left join feeds a on a.id = c.author_id and a.kind <> 'former'
     where ${words.sql} order by ${filter.removed ? 'w.place desc, w.id' : 'w.id'} desc limit ?`,
    [...bindings, filter.search ? searched : filter.limit, ...words.bindings, filter.limit],
  )
  const comments = rows.map(({ html, ...row }) => ({ ...row, text: excerpt(html, 260) }))
  if (!filter.search || comments.length === filter.limit) return { comments }
  const [last] = await selectRows<{ id: string; place: string }>(site.db, `${newest} offset ?`, [...bindings, 1, searched - 1])
  return { comments, ...(last && { searchedTo: writeCursor(last) }) }
}

/** Ids of comments begin with their time, so that the primary key is the index of the list. */
function plan({ author, removed, after }: SiteCommentFilter): { place: string; conditions: Sql[] } {
  const place = removed ? 'c.removed_at' : 'c.created_at'
  const conditions: Sql[] = [{ sql: `${staffSql} and e.removed_at is null`, bindings: [] }]
  conditions.push({ sql: removed ? 'c.removed_at is not null and c.removed_by <> c.author_id' : 'c.removed_at is null', bindings: [] })
  if (author) conditions.push({ sql: 'c.author_id = (select id from feeds where handle = ?)', bindings: [author.toLowerCase()] })
  if (after) {
    const { at, id } = readCursor(after)
    conditions.push(removed ? { sql: '(c.removed_at, c.id) < (?, ?)', bindings: [at, id] } : { sql: 'c.id < ?', bindings: [id] })
  }
  return { place, conditions }
}
