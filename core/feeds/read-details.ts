import type { Knex } from 'knex'
import { type Actor, isMember } from '../actor.ts'
import { listApart, mayBeApart, togetherSql } from '../blocks/apart.ts'
import { type Columns, type Dialect, dialectOf, inList, type RecordQuery, selectRecords, selectTogether } from '../db/select.ts'
import { labelsLeftOut } from '../labels/label-choices.ts'
import type { EntryRow } from './entry-rows.ts'
import type { FeedLinkRow } from './feed-link.ts'
import { likersPostgres } from './likers-postgres.ts'
import { likersSqlite } from './likers-sqlite.ts'
import { newestComments } from './newest-comments.ts'

/** Up to this many comments are shown in full, else the first and the last (friendfeed.md §5). */
export const unfoldedComments = 3
/** Up to this many likers are shown in full, else one less and a number (friendfeed.md §5). */
export const unfoldedLikes = 4
/** Friends are looked for among this many of the newest likes, so that a page costs the same however popular an entry is. */
const likesLookedAt = 200

/** How much of what was said comes along: all comments up to `comments`, of more the first and the `last` newest; the nearest `likes`. */
export interface Fold {
  comments: number
  last: number
  likes: number
}

const folded: Fold = { comments: unfoldedComments, last: 1, likes: unfoldedLikes }

export interface CommentRow {
  id: string
  entryId: string
  number: number
  authorId: string | null
  bodyHtml: string
  createdAt: string
  editedAt: string | null
  removedAt: string | null
  label: string | null
  labelNote: string | null
  /** Set while its author is kept out and what they published is hidden. */
  withheld: string | null
  kind: FeedLinkRow['kind'] | null
  access: 'public' | 'private' | null
  handle: string | null
  name: string | null
  picture: string | null
}

export interface PersonRow extends FeedLinkRow {
  entryId: string
  access: 'public' | 'private'
  likedAt?: string
}

/** A word of an entry, with the tag that it leads to. Hidden ones are left out. */
export interface TagRow {
  entryId: string
  word: string
  foundIn: 'text' | 'source'
  name: string
  label: string
}

/** What stands around the entries of a page, by entry id. */
export interface Details {
  tags: Map<string, TagRow[]>
  destinations: Map<string, PersonRow[]>
  comments: Map<string, CommentRow[]>
  likers: Map<string, PersonRow[]>
}

/** Destinations, tags, the comments that are shown and the likers that are named, of any number of entries: all of it is read together. */
export async function readDetails(db: Knex, actor: Actor, rows: readonly EntryRow[], fold = folded): Promise<Details> {
  const dialect = dialectOf(db)
  const [destinations, comments, likers, tags] = await selectTogether<[PersonRow, CommentRow, PersonRow, TagRow]>(
    db,
    destinationsOf(dialect, rows),
    shownComments(dialect, rows, fold),
    namedLikers(dialect, actor, rows, fold.likes),
    tagsOf(dialect, rows),
  )
  const apart = await listApart(db, actor)
  const out: readonly string[] = labelsLeftOut(actor)
  const isHeard = ({ authorId, label }: CommentRow): boolean =>
    !apart.has(authorId ?? '') && (label === null || authorId === actor.id || !out.includes(label))
  // The last comment can come twice: by its id and as one of the newest.
  const once = new Map(comments.filter(isHeard).map(row => [row.id, row]))
  const inOrder = [...once.values()].sort((a, b) => a.number - b.number)
  return {
    destinations: byEntry(destinations),
    comments: byEntry(inOrder),
    likers: byEntry(likers.filter(({ id }) => !apart.has(id))),
    tags: byEntry(tags),
  }
}

const personColumns = { id: 'f.id', kind: 'f.kind', handle: 'f.handle', name: 'f.name', picture: 'f.picture', access: 'f.access' }

function destinationsOf(dialect: Dialect, rows: readonly EntryRow[]): RecordQuery<PersonRow> {
  const columns = { entryId: 'd.entry_id', ...personColumns, likedAt: 'null' }
  if (rows.length === 0) return { columns, parts: [] }
  const list = inList(dialect, 'd.entry_id', idsOf(rows))
  const sql = `from entry_feeds d join feeds f on f.id = d.feed_id where ${list.sql} order by f.name`
  return { columns, parts: [{ sql, bindings: list.bindings }] }
}

const tagColumns: Columns<TagRow> = { entryId: 'k.entry_id', word: 'k.word', foundIn: 'k.found_in', name: 't.name', label: 't.label' }

function tagsOf(dialect: Dialect, rows: readonly EntryRow[]): RecordQuery<TagRow> {
  if (rows.length === 0) return { columns: tagColumns, parts: [] }
  const list = inList(dialect, 'k.entry_id', idsOf(rows))
  const sql = `from entry_tags k join tags w on w.name = k.word join tags t on t.name = coalesce(w.stands_for, w.name)
    where ${list.sql} and t.hidden_at is null order by k.number`
  return { columns: tagColumns, parts: [{ sql, bindings: list.bindings }] }
}

const commentColumns: Columns<CommentRow> = {
  id: 'c.id',
  entryId: 'c.entry_id',
  number: 'c.number',
  authorId: 'c.author_id',
  bodyHtml: 'c.body_html',
  createdAt: 'c.created_at',
  editedAt: 'c.edited_at',
  removedAt: 'c.removed_at',
  label: 'c.label',
  labelNote: 'c.label_note',
  // Looked up only where the author's feed is hidden.
  withheld: `case when f.removed_at is null then null else (select min(x.kind) from restrictions x
    where x.member_id = c.author_id and x.hides_at is not null and x.ended_at is null) end`,
  kind: 'f.kind',
  handle: 'f.handle',
  name: 'f.name',
  picture: 'f.picture',
  access: 'f.access',
}
const commentTables = 'from comments c left join feeds f on f.id = c.author_id'

function shownComments(dialect: Dialect, rows: readonly EntryRow[], fold: Fold): RecordQuery<CommentRow> {
  const open = idsOf(rows.filter(row => row.commentCount > 0 && row.commentCount <= fold.comments))
  const long = fold.comments > 0 ? rows.filter(row => row.commentCount > fold.comments) : []
  if (open.length === 0 && long.length === 0) return { columns: commentColumns, parts: [] }
  const ends = long.flatMap(row => [row.firstCommentId ?? '', ...(fold.last > 0 ? [row.lastCommentId ?? ''] : [])])
  const parts = [inList(dialect, 'c.entry_id', open), inList(dialect, 'c.id', ends)].map(({ sql, bindings }) => ({
    sql: `${commentTables} where ${sql} and c.removed_at is null`,
    bindings,
  }))
  if (fold.last > 1 && long.length > 0) {
    const newest = newestComments(dialect, idsOf(long), fold.last)
    parts.push({ sql: `from ${newest.sql} left join feeds f on f.id = c.author_id`, bindings: newest.bindings })
  }
  return { columns: commentColumns, parts }
}

/** All comments of one entry from `start` on, oldest first. */
export function readComments(db: Knex, actor: Actor, entryId: string, start: number, limit: number): Promise<CommentRow[]> {
  const apart = mayBeApart(actor) ? [actor.id ?? ''] : []
  const heard = apart.length > 0 ? `and (c.author_id is null or ${togetherSql('?', 'c.author_id')})` : ''
  const sql = `${commentTables} where c.entry_id = ? and c.number >= ? and c.removed_at is null ${heard} order by c.number limit ?`
  return selectRecords<CommentRow>(db, commentColumns, [{ sql, bindings: [entryId, start, ...apart, limit] }])
}

/** The viewer first, then whom the viewer subscribes to, then others; newest first inside each. */
function namedLikers(dialect: Dialect, actor: Actor, rows: readonly EntryRow[], shown: number): RecordQuery<PersonRow> {
  const columns = { entryId: 'j.id', ...personColumns, likedAt: 'l.created_at' }
  const liked = shown > 0 ? idsOf(rows.filter(row => row.likeCount > 0)) : []
  if (liked.length === 0) return { columns, parts: [] }
  const build = dialect === 'sqlite' ? likersSqlite : likersPostgres
  const named = build(liked, isMember(actor) ? actor.id : '', { shown, lookedAt: Math.max(shown, likesLookedAt) })
  return { columns, parts: [named] }
}

function idsOf(rows: readonly EntryRow[]): string[] {
  return rows.map(row => row.id)
}

function byEntry<Row extends { entryId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const map = new Map<string, Row[]>()
  for (const row of rows) {
    const list = map.get(row.entryId)
    if (list) list.push(row)
    else map.set(row.entryId, [row])
  }
  return map
}
