import { may } from '../actions/permissions.ts'
import { type Actor, isMember, type MemberActor } from '../actor.ts'
import type { Comment } from '../comments/comment.ts'
import type { Entry } from './entry.ts'

type Authored = Pick<Entry, 'authorId'>

/** Authors change what they wrote here; what came in from elsewhere is changed there. */
export function canEditEntry(actor: Actor, entry: Pick<Entry, 'authorId' | 'origin'>): actor is MemberActor {
  return isMember(actor) && actor.id === entry.authorId && !entry.origin
}

/** Authors, and who looks after the site's content. */
export function canRemoveEntry(actor: Actor, entry: Authored): actor is MemberActor {
  return isMember(actor) && (actor.id === entry.authorId || may(actor, 'content'))
}

/** Everybody but the author. */
export function canLike(actor: Actor, entry: Authored): actor is MemberActor {
  return isMember(actor) && actor.id !== entry.authorId
}

/** Only its author edits a comment. */
export function canEditComment(actor: Actor, comment: Pick<Comment, 'authorId'>): actor is MemberActor {
  return isMember(actor) && actor.id === comment.authorId
}

/** A comment is removed by its author, by the author of the entry, or by who looks after the site's content. */
export function canRemoveComment(actor: Actor, comment: Pick<Comment, 'authorId'>, entry: Authored): actor is MemberActor {
  if (!isMember(actor)) return false
  return actor.id === comment.authorId || actor.id === entry.authorId || may(actor, 'content')
}
