import { Type } from '../http/type.ts'
import type { Source } from './source.ts'

/** How entries of a source come in, as FriendFeed had it. What is left out is off. */
export const optionFields = {
  /** Only entries by this author. */
  onlyAuthor: Type.Optional(Type.String({ maxLength: 200 })),
  /** The title alone, as a message without a link. */
  asMessage: Type.Optional(Type.Literal('yes')),
  /** The description becomes a first comment of the member. */
  firstComment: Type.Optional(Type.Literal('yes')),
}

export interface SourceOptions {
  onlyAuthor?: string
  asMessage?: 'yes'
  firstComment?: 'yes'
}

type Columns = Pick<Source, 'onlyAuthor' | 'asMessageSince' | 'firstCommentSince'>

/** Options hold from the time they are switched on: what came in before stays as it is. */
export function optionColumns(options: SourceOptions, now: Date, before?: Columns): Columns {
  const at = now.toISOString()
  return {
    onlyAuthor: options.onlyAuthor?.trim() || null,
    asMessageSince: options.asMessage ? (before?.asMessageSince ?? at) : null,
    firstCommentSince: options.firstComment ? (before?.firstCommentSince ?? at) : null,
  }
}
