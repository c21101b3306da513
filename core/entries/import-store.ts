import type { Knex } from 'knex'
import type { Comment } from '../comments/comment.ts'
import { newId } from '../db/new-id.ts'
import { findTags } from '../tags/find-tags.ts'
import { addTags, type Tagged } from '../tags/tag-entries.ts'
import type { Attachment } from './attachment.ts'
import type { Entry } from './entry.ts'
import { escapeText } from './html-tree.ts'
import { cleanLine, type Draft } from './import-draft.ts'
import type { ImportOrigin } from './import-origin.ts'
import type { ImportedText } from './import-worker.ts'
import { newShortId } from './short-id.ts'

/** What an entry from outside shows, ready to be stored. */
export interface Finished {
  draft: Draft
  text: ImportedText
  attachments: Attachment[]
}

type Shown = Pick<Entry, 'title' | 'link' | 'body' | 'bodyHtml' | 'attachments'>
type CommentRow = Pick<Comment, 'id' | 'entryId' | 'authorId' | 'number' | 'body' | 'bodyHtml' | 'createdAt'>

export interface Destination {
  access: 'public' | 'private'
  /** Name and glyph of where entries came from. */
  viaName: string
  /** What the member's entries usually have. */
  licence: string | null
  now: Date
}

const chunkSize = 50
const longestComment = 10_000

/** What is shown of an entry that was imported at a time, with the options that its source had then. */
export function shownOf(source: ImportOrigin, { draft, text, attachments }: Finished, importedAt: string): Shown {
  const { title, url } = draft
  const bodyHtml = isSince(source.firstCommentSince, importedAt) ? '' : text.html
  // What has no title is a message; where an archive has it from stands above it.
  const link = title === null && source.importBatchId !== null ? null : url
  const shown = { title, link, body: '', bodyHtml, attachments: JSON.stringify(attachments) }
  if (!isSince(source.asMessageSince, importedAt)) return shown
  // As a message: the words without the link. What has no title is a message already.
  if (title === null) return { ...shown, link: null }
  return { ...shown, title: null, link: null, body: title, bodyHtml: `<p>${escapeText(title)}</p>` }
}

function isSince(since: string | null, at: string): boolean {
  return since !== null && since <= at
}

/** Inserts entries with their destination, and first comments when the source asks for them. Returns the ids of those that were new. */
export async function insertEntries(
  trx: Knex.Transaction,
  source: ImportOrigin,
  finished: readonly Finished[],
  bumpedAt: readonly string[],
  destination: Destination,
): Promise<string[]> {
  const inserted: string[] = []
  for (let at = 0; at < finished.length; at += chunkSize) {
    const chunk = finished.slice(at, at + chunkSize)
    const comments = chunk.map(one => firstComment(source, one))
    const rows = chunk.map((one, index) => entryRow(source, one, bumpedAt[at + index]!, destination, comments[index]))
    // Another process may have brought the same in a moment ago: the unique index decides.
    const fresh: { id: string }[] = await trx('entries').insert(rows).onConflict(['author_id', 'origin']).ignore().returning('id')
    const ids = new Set(fresh.map(row => row.id))
    const kept = rows.filter(row => ids.has(row.id))
    if (kept.length === 0) continue
    await trx('entry_feeds').insert(kept.map(row => ({ entryId: row.id, feedId: source.memberId, bumpedAt: row.bumpedAt })))
    const tagged = rows.map(({ id, publishedAt, bodyHtml }, index) => taggedBy(id, publishedAt, bodyHtml, chunk[index]!))
    await addTags(
      trx,
      tagged.filter(({ entryId }) => ids.has(entryId)),
      destination.now,
    )
    const said = comments.flatMap((comment, index) =>
      comment && ids.has(rows[index]!.id) ? [{ ...comment, entryId: rows[index]!.id }] : [],
    )
    if (said.length > 0) await trx('comments').insert(said)
    inserted.push(...kept.map(row => row.id))
  }
  return inserted
}

/** An entry with the tags in what is shown of it, and those it has where it came from. */
export function taggedBy(entryId: string, at: string, bodyHtml: string, { draft }: Finished): Tagged {
  return { entryId, at, tags: findTags(bodyHtml, draft.item.tags) }
}

function entryRow(source: ImportOrigin, finished: Finished, bumpedAt: string, destination: Destination, comment?: CommentRow) {
  const { draft } = finished
  const createdAt = destination.now.toISOString()
  return {
    id: newId(),
    shortId: newShortId(),
    authorId: source.memberId,
    sourceId: source.sourceId,
    importBatchId: source.importBatchId,
    origin: draft.origin,
    original: JSON.stringify(draft.item),
    originalHash: draft.hash,
    ...shownOf(source, finished, createdAt),
    viaName: destination.viaName,
    viaUrl: draft.url ?? source.siteUrl,
    viaService: source.service,
    viaVerifiedAt: source.verifiedAt,
    access: destination.access,
    licence: destination.licence,
    reach: 'friends',
    commentCount: comment ? 1 : 0,
    lastNumber: comment ? 1 : 0,
    firstCommentId: comment?.id ?? null,
    lastCommentId: comment?.id ?? null,
    publishedAt: draft.publishedAt,
    bumpedAt,
    createdAt,
  }
}

/** The description as a comment of the author, for sources with that option. */
function firstComment(source: ImportOrigin, { draft, text }: Finished): CommentRow | undefined {
  if (source.firstCommentSince === null || !text.text) return undefined
  const lines = text.text
    .slice(0, longestComment)
    .toWellFormed()
    .split('\n')
    .map(cleanLine)
    .filter(line => line !== '')
  const bodyHtml = lines.map(line => `<p>${escapeText(line)}</p>`).join('')
  return { id: newId(), entryId: '', authorId: source.memberId, number: 1, body: lines.join('\n'), bodyHtml, createdAt: draft.publishedAt }
}
