import type { Knex } from 'knex'
import { notFound } from '../errors.ts'
import { hashOf, hashOfText } from './purged-hash.ts'
import type { PurgedKind, Tombstone } from './tombstone.ts'

/** All that there is of something that must not exist. */
export interface Remains extends Omit<Tombstone, 'id' | 'at'> {
  authorId: string | null
  /** Its rows as they are, for the evidence. */
  rows: Record<string, unknown>
}

interface Asked {
  kind: PurgedKind
  id: string
}

/** Finds an entry (by id or short id), a comment, an upload, or the picture of a member or group (by handle). Throws notFound. */
export async function findRemains(db: Knex, asked: Asked): Promise<Remains> {
  const remains = await maybeRemains(db, asked)
  if (!remains) throw notFound(asked.kind)
  return remains
}

/** The same; undefined when there is none. */
export function maybeRemains(db: Knex, { kind, id }: Asked): Promise<Remains | undefined> {
  if (kind === 'entry') return remainsOfEntry(db, id)
  if (kind === 'comment') return remainsOfComment(db, id)
  return kind === 'upload' ? remainsOfUpload(db, id) : remainsOfPicture(db, id)
}

interface EntryRow {
  id: string
  authorId: string | null
  origin: string | null
  title: string | null
  bodyHtml: string
  attachments: string
}

async function remainsOfEntry(db: Knex, id: string): Promise<Remains | undefined> {
  const entry: EntryRow | undefined = await db('entries')
    .where(id.length === 36 ? { id } : { shortId: id })
    .first('*')
  if (!entry) return undefined
  const [edits, comments, uploads] = await Promise.all([
    db('entry_edits').where({ entryId: entry.id }),
    db('comments').where({ entryId: entry.id }) as Promise<{ id: string; bodyHtml: string }[]>,
    db('uploads').where({ entryId: entry.id }) as Promise<UploadRow[]>,
  ])
  const { origin, title, bodyHtml, attachments } = entry
  const written = [...bodyHtml.matchAll(outside), ...attachments.matchAll(outside)]
  return {
    ...{ kind: 'entry', entryIds: [entry.id], commentIds: comments.map(comment => comment.id), authorId: entry.authorId },
    files: uploads.map(({ file }) => file),
    hashes: [...hashesOf(uploads), ...(origin ? [origin] : []), ...hashOfText(`${title ?? ''} ${bodyHtml}`)],
    pictures: written.map(([, address]) => hashOf(Buffer.from(address!, 'base64url').toString())),
    rows: { entry, edits, comments, uploads, author: await authorOf(db, entry.authorId) },
  }
}

/** Addresses of pictures of other sites, as `image-cache-url.ts` writes them. */
const outside = /\/media\/outside\/[\w-]+\/([\w-]+)/g

async function remainsOfComment(db: Knex, id: string): Promise<Remains | undefined> {
  const comment: { id: string; authorId: string | null; bodyHtml: string } | undefined =
    (await db('comments').where({ id }).first('*')) ?? (await db('held_comments').where({ id }).first('*'))
  if (!comment) return undefined
  const { authorId, bodyHtml } = comment
  return {
    ...{ kind: 'comment', entryIds: [], commentIds: [id], files: [], pictures: [], authorId },
    hashes: hashOfText(bodyHtml),
    rows: { comment, author: await authorOf(db, authorId) },
  }
}

interface UploadRow {
  file: string
  memberId: string | null
  receivedHash: string | null
}

async function remainsOfUpload(db: Knex, id: string): Promise<Remains | undefined> {
  const upload: UploadRow | undefined = await db('uploads').where({ id }).first('*')
  if (!upload) return undefined
  const same: UploadRow[] = await db('uploads').where({ file: upload.file })
  return ofFile('upload', upload.file, upload.memberId, hashesOf(same), { uploads: same, author: await authorOf(db, upload.memberId) })
}

async function remainsOfPicture(db: Knex, handle: string): Promise<Remains | undefined> {
  const feed: { id: string; kind: string; picture: string | null } | undefined = await db('feeds')
    .where({ handle: handle.trim().replace(/^@/, '').toLowerCase() })
    .first('*')
  if (!feed?.picture) return undefined
  const authorId = feed.kind === 'member' ? feed.id : null
  return ofFile('picture', feed.picture, authorId, [sumOf(feed.picture)], { feed, author: await authorOf(db, authorId) })
}

function ofFile(
  kind: 'upload' | 'picture',
  file: string,
  authorId: string | null,
  hashes: string[],
  rows: Record<string, unknown>,
): Remains {
  return { kind, entryIds: [], commentIds: [], pictures: [], files: [file], hashes, authorId, rows }
}

/** The name of a file is the hash of what is in it. */
function sumOf(file: string): string {
  return file.slice(0, 64)
}

function hashesOf(uploads: readonly UploadRow[]): string[] {
  return uploads.flatMap(({ file, receivedHash }) => [sumOf(file), ...(receivedHash ? [receivedHash] : [])])
}

/** Who it was, as far as the site knows: that is what a court asks for. */
async function authorOf(db: Knex, id: string | null): Promise<unknown> {
  if (id === null) return null
  const author: object | undefined = await db('members as m')
    .join('feeds as f', 'f.id', 'm.id')
    .where('m.id', id)
    .first('m.id', 'f.handle', 'f.name', 'm.email', 'm.createdAt')
  return author && { ...author, sessions: await db('sessions').where({ memberId: id }).select('address', 'agent', 'createdAt', 'usedAt') }
}
