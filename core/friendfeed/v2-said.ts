import type { CommentView } from '../comments/comment-view.ts'
import type { EntryRow } from '../feeds/entry-rows.ts'
import { formerMember } from '../feeds/feed-link.ts'
import type { CommentRow, Fold, PersonRow } from '../feeds/read-details.ts'
import { unfoldedComments, unfoldedLikes } from '../feeds/read-details.ts'
import { labelOut } from '../labels/label.ts'
import { v2Text } from './v2-body.ts'
import { personJson, v2CommentId, v2Date } from './v2-format.ts'
import type { CommentJson, LikeJson, PlaceholderJson } from './v2-json.ts'

/** How much of what was said a client wants; `likes` are named of those that are more than `likesOpen`. */
export interface Amount extends Fold {
  likesNamed: number
}

/** `auto` folds as the pages do; a number is how many at most; nothing is all of them, up to a limit. */
export function amountOf(comments: string | undefined, likes: string | undefined, most: number): Amount {
  const mostComments = Math.min(Number(comments ?? most), most)
  const mostLikes = Math.min(Number(likes ?? most), most)
  return {
    ...(comments === 'auto' ? { comments: unfoldedComments, last: 1 } : { comments: mostComments, last: Math.max(0, mostComments - 1) }),
    ...(likes === 'auto' ? { likes: unfoldedLikes, likesNamed: unfoldedLikes - 1 } : { likes: mostLikes, likesNamed: mostLikes }),
  }
}

/** What a comment row does not say: who may do what with it, and what was typed. */
interface CommentExtras {
  views: readonly CommentView[]
  raw: ReadonlyMap<string, string>
  siteUrl: string
}

/** Comments of an entry, with a placeholder for those in the middle that were left out. */
export function v2Comments(entry: EntryRow, rows: readonly CommentRow[], extras: CommentExtras): (CommentJson | PlaceholderJson)[] {
  const comments = rows.map((row, index) => commentJson(row, extras.views[index], extras))
  const left = entry.commentCount - comments.length
  if (left <= 0 || comments.length === 0) return comments
  return comments.toSpliced(1, 0, placeholder(left, left === 1 ? '1 more comment' : `${left} more comments`))
}

function commentJson(row: CommentRow, view: CommentView | undefined, { raw, siteUrl }: CommentExtras): CommentJson | PlaceholderJson {
  const commands = [...(view?.can.edit ? ['edit'] : []), ...(view?.can.remove ? ['delete'] : [])]
  // The page says the same in its place.
  if (view?.withheld) return placeholder(1, 'What a suspended member said is hidden.')
  const rawBody = raw.get(row.id)
  const warning = labelOut(row)
  const { kind, handle, name, access } = row
  return {
    id: v2CommentId(row.entryId, row.id),
    date: v2Date(row.createdAt),
    body: v2Text(row.bodyHtml, siteUrl),
    ...(rawBody !== undefined && { rawBody }),
    from: personJson(kind && handle && name ? { kind, handle, name, access } : formerMember()),
    ...(warning && { warning }),
    ...(commands.length > 0 && { commands }),
  }
}

/** Likes of an entry, the viewer's friends first, with a placeholder for the rest. */
export function v2Likes(entry: EntryRow, rows: readonly PersonRow[], amount: Amount): (LikeJson | PlaceholderJson)[] {
  if (amount.likes === 0 || rows.length === 0) return []
  const named = entry.likeCount <= amount.likes ? rows : rows.slice(0, amount.likesNamed)
  const likes = named.map(row => ({ date: v2Date(row.likedAt ?? ''), from: personJson(row) }))
  const left = entry.likeCount - named.length
  return left > 0 ? [...likes, placeholder(left, left === 1 ? '1 other person' : `${left} other people`)] : likes
}

function placeholder(num: number, body: string): PlaceholderJson {
  return { body, num, placeholder: true }
}
