import { inList, selectRows } from '../db/select.ts'
import type { Events } from '../plugin-contract/events.ts'
import type { Site } from '../site.ts'
import { onlyThoseWhoCanHear } from './can-hear.ts'
import { findMentions } from './find-mentions.ts'
import type { Draft, NotificationKind } from './notification.ts'

interface CommentRow {
  id: string
  entryId: string
  authorId: string
  number: number
  body: string
  entryAuthorId: string | null
}

/** Who spoke to an entry, and with which comment first. */
interface Speaker {
  entryId: string
  memberId: string
  since: number
}

/** Whom comments concern: those they mention, the entry's author, and those who commented before. Each is told once, by the first that fits. */
export async function draftsOfComments(
  site: Site,
  published: readonly Events['comment.published'][],
  edited: readonly Events['comment.edited'][],
): Promise<Draft[]> {
  const isNew = new Set(published.map(({ commentId }) => commentId))
  const comments = await findComments(site, [...isNew, ...edited.map(({ commentId }) => commentId)])
  if (comments.length === 0) return []
  const mentions = await findMentions(site, comments)
  const speakers = await findSpeakers(
    site,
    comments.filter(({ id }) => isNew.has(id)),
  )

  const drafts = comments.flatMap(comment => {
    const concerned = new Map<string, NotificationKind>()
    for (const memberId of mentions.get(comment.id) ?? []) concerned.set(memberId, 'mention')
    // An edit is news only to those whom it newly mentions.
    if (isNew.has(comment.id)) addListeners(concerned, comment, speakers.get(comment.entryId) ?? [])
    concerned.delete(comment.authorId)
    return [...concerned].map(([memberId, kind]) => draft(comment, memberId, kind))
  })
  return onlyThoseWhoCanHear(site, drafts)
}

function addListeners(concerned: Map<string, NotificationKind>, comment: CommentRow, speakers: readonly Speaker[]): void {
  const add = (memberId: string, kind: NotificationKind): void => {
    if (!concerned.has(memberId)) concerned.set(memberId, kind)
  }
  if (comment.entryAuthorId) add(comment.entryAuthorId, 'comment-on-mine')
  for (const { memberId, since } of speakers) if (since < comment.number) add(memberId, 'comment-after-me')
}

function draft({ id, entryId, authorId }: CommentRow, memberId: string, kind: NotificationKind): Draft {
  return { memberId, kind, actorId: authorId, entryId, commentId: id, about: `comment:${id}` }
}

function findComments(site: Site, ids: readonly string[]): Promise<CommentRow[]> | CommentRow[] {
  if (ids.length === 0) return []
  const { sql, bindings } = inList(site.db.dialect, 'c.id', [...new Set(ids)])
  return selectRows<CommentRow>(
    site.db,
    `select c.id, c.entry_id as "entryId", c.author_id as "authorId", c.number, c.body, e.author_id as "entryAuthorId"
     from comments c join entries e on e.id = c.entry_id
     where c.removed_at is null and e.removed_at is null and c.author_id is not null and ${sql}`,
    bindings,
  )
}

async function findSpeakers(site: Site, comments: readonly CommentRow[]): Promise<Map<string, Speaker[]>> {
  if (comments.length === 0) return new Map()
  const { sql, bindings } = inList(site.db.dialect, 'entry_id', [...new Set(comments.map(({ entryId }) => entryId))])
  const rows = await selectRows<Speaker>(
    site.db,
    `select entry_id as "entryId", author_id as "memberId", min(number) as since from comments
     where removed_at is null and author_id is not null and ${sql} group by entry_id, author_id`,
    bindings,
  )
  return Map.groupBy(rows, row => row.entryId)
}
