import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { Actor } from '../actor.ts'
import type { Attachment } from '../entries/attachment.ts'
import { htmlToText } from '../entries/html-text.ts'
import { visibleEntries } from '../feeds/visibility.ts'
import type { Subject, SubjectKind } from '../plugin-contract/plugin-subjects.ts'
import type { Site } from '../site.ts'
import { linksOf, picturesOf } from './subject-parts.ts'

const mostText = 8000

/** Something that can be reported, as it is now; with `actor`, only when they may see it. Ids may be short ones, or handles. */
export function findSubject({ db }: Site, kind: SubjectKind, id: string, actor?: Actor): Promise<Subject | undefined> {
  switch (kind) {
    case 'entry':
      return findEntrySubject(db, id, actor)
    case 'comment':
      return findCommentSubject(db, id, actor)
    default:
      return findFeedSubject(db, kind, id, actor)
  }
}

interface EntryRow {
  id: string
  shortId: string
  authorId: string | null
  title: string | null
  bodyHtml: string
  link: string | null
  attachments: string
  origin: string | null
  access: string
  /** Its access before moderators hid it. */
  was: string | null
  removedAt: string | null
  createdAt: string
  handle: string | null
  name: string | null
  heldReason: string | null
  heldBy: string | null
}

async function findEntrySubject(db: Knex, id: string, actor?: Actor): Promise<Subject | undefined> {
  const entries = actor ? visibleEntries(db, actor) : db('entries as e')
  const row: EntryRow | undefined = await entries
    .leftJoin('feeds as a', 'a.id', 'e.authorId')
    .leftJoin('held_entries as h', 'h.entryId', 'e.id')
    .leftJoin('hidden_entries as hd', 'hd.entryId', 'e.id')
    .where(id.length === 36 ? 'e.id' : 'e.shortId', id)
    .first(
      'e.id',
      'e.shortId',
      'e.authorId',
      'e.title',
      'e.bodyHtml',
      'e.link',
      'e.attachments',
      'e.origin',
      'e.access',
      'e.removedAt',
      'e.createdAt',
      'a.handle',
      'a.name',
      'hd.was',
      'h.reason as heldReason',
      'h.heldBy',
    )
  if (!row) return undefined
  const attachments = JSON.parse(row.attachments) as Attachment[]
  const said = attachments.map(({ blurred: _, ...one }) => one)
  const text = htmlToText(row.bodyHtml)
  return {
    ...common(row, 'entry', `/e/${row.shortId}`, text),
    title: row.title ?? '',
    link: row.link,
    links: linksOf(row.bodyHtml, row.link),
    pictures: picturesOf(row.attachments).slice(0, 12),
    groupIds: await groupsOf(db, row.id),
    isPrivate: isPrivate(row) && row.heldReason === null,
    isImported: row.origin !== null,
    uploads: await uploadsOf(db, row.id, attachments),
    // That moderators covered a picture is no edit.
    hash: hashOf(row.title, row.bodyHtml, row.link, JSON.stringify(said)),
    entryId: row.id,
    held: row.heldReason === null ? null : { reason: row.heldReason, by: row.heldBy ?? '' },
  }
}

async function findCommentSubject(db: Knex, id: string, actor?: Actor): Promise<Subject | undefined> {
  const row: (EntryRow & { entryId: string; number: number }) | undefined = await (actor ? visibleEntries(db, actor) : db('entries as e'))
    .join('comments as c', 'c.entryId', 'e.id')
    .leftJoin('feeds as a', 'a.id', 'c.authorId')
    .leftJoin('hidden_entries as hd', 'hd.entryId', 'e.id')
    .where('c.id', id)
    .modify(query => actor && query.whereNull('c.removedAt'))
    .first(
      'c.id',
      'c.entryId',
      'c.number',
      'e.shortId',
      'c.authorId',
      'c.bodyHtml',
      'e.access',
      'hd.was',
      'c.removedAt',
      'c.createdAt',
      'a.handle',
      'a.name',
    )
  if (!row) return findHeldComment(db, id, actor)
  return {
    ...common(row, 'comment', `/e/${row.shortId}?comments=all#comment-${row.id}`, htmlToText(row.bodyHtml)),
    links: linksOf(row.bodyHtml),
    groupIds: await groupsOf(db, row.entryId),
    isPrivate: isPrivate(row),
    hash: hashOf(row.bodyHtml),
    entryId: row.entryId,
  }
}

/** A comment that waits for somebody to look at it, which nobody else sees. */
async function findHeldComment(db: Knex, id: string, actor?: Actor): Promise<Subject | undefined> {
  if (actor) return undefined
  const row: (EntryRow & { entryId: string; reason: string; heldBy: string }) | undefined = await db('held_comments as c')
    .join('entries as e', 'e.id', 'c.entryId')
    .leftJoin('feeds as a', 'a.id', 'c.authorId')
    .where('c.id', id)
    .first(
      'c.id',
      'c.entryId',
      'e.shortId',
      'c.authorId',
      'c.bodyHtml',
      'e.access',
      'e.removedAt',
      'c.createdAt',
      'a.handle',
      'a.name',
      'c.reason',
      'c.heldBy',
    )
  if (!row) return undefined
  return {
    ...common(row, 'comment', `/e/${row.shortId}`, htmlToText(row.bodyHtml)),
    links: linksOf(row.bodyHtml),
    groupIds: await groupsOf(db, row.entryId),
    isPrivate: row.access !== 'public',
    hash: hashOf(row.bodyHtml),
    entryId: row.entryId,
    held: { reason: row.reason, by: row.heldBy },
  }
}

interface FeedRow {
  id: string
  kind: string
  handle: string
  name: string
  description: string
  links: string
  picture: string | null
  access: string
  createdAt: string
  removedAt: string | null
}

/** That a member or a group is here, with name, picture and description, everybody sees. */
async function findFeedSubject(db: Knex, kind: SubjectKind, id: string, actor?: Actor): Promise<Subject | undefined> {
  const row: FeedRow | undefined = await db('feeds')
    .where(id.length === 36 ? { id, kind } : { handle: id.toLowerCase(), kind })
    .modify(query => actor && query.whereNull('removedAt'))
    .first()
  if (!row) return undefined
  const isMember = kind === 'member'
  const author = { authorId: isMember ? row.id : null, handle: isMember ? row.handle : null, name: isMember ? row.name : null }
  return {
    ...common({ ...row, ...author }, kind, `/${row.handle}`, htmlToText(row.description)),
    title: row.name,
    links: [...linksOf(row.description), ...(JSON.parse(row.links) as { url: string }[]).map(({ url }) => url)],
    groupIds: kind === 'group' ? [row.id] : [],
    hash: hashOf(row.name, row.description, row.links, row.picture),
  }
}

function common(
  row: Pick<EntryRow, 'id' | 'authorId' | 'handle' | 'name' | 'createdAt' | 'removedAt'>,
  kind: SubjectKind,
  url: string,
  text: string,
): Subject {
  return {
    kind,
    id: row.id,
    url,
    title: '',
    text: text.slice(0, mostText),
    link: null,
    links: [],
    pictures: [],
    uploads: [],
    isImported: false,
    authorId: row.authorId,
    authorHandle: row.handle,
    authorName: row.name,
    groupIds: [],
    isPrivate: false,
    isRemoved: row.removedAt !== null,
    createdAt: row.createdAt,
    hash: '',
    entryId: null,
    held: null,
  }
}

async function groupsOf(db: Knex, entryId: string): Promise<string[]> {
  return db('entry_feeds as d').join('feeds as f', 'f.id', 'd.feedId').where('d.entryId', entryId).where('f.kind', 'group').pluck('f.id')
}

function isPrivate({ access, was }: Pick<EntryRow, 'access' | 'was'>): boolean {
  return (was ?? access) !== 'public'
}

/** Those that were uploaded here, in the order of the entry. */
async function uploadsOf(db: Knex, entryId: string, attachments: readonly Attachment[]): Promise<Subject['uploads']> {
  const shown = attachments.filter(({ url }) => url.startsWith('/media/'))
  if (shown.length === 0) return []
  const rows: { id: string; file: string }[] = await db('uploads').where({ entryId }).limit(100).select('id', 'file')
  return shown.flatMap(({ url, kind, blurred }) => {
    const row = rows.find(({ file }) => url === `/media/${file}`)
    return row ? [{ id: row.id, url, isPicture: kind === 'image', isCovered: blurred === true }] : []
  })
}

function hashOf(...parts: (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
