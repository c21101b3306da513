import type { Knex } from 'knex'
import { SiteModel } from '../db/site-model.ts'
import { notFound } from '../errors.ts'

/** What somebody said to an entry. Numbers count from 1 within the entry and are never used twice. */
export class Comment extends SiteModel {
  static override tableName = 'comments'
  declare entryId: string
  declare authorId: string | null
  declare number: number
  declare body: string
  declare bodyHtml: string
  declare createdAt: string
  declare editedAt: string | null
  declare removedAt: string | null
  declare removedBy: string | null
  declare removedReason: string | null
  /** Why it waits for somebody to look at it; no column: what waits is no comment yet. */
  declare heldReason?: string
}

/** The comment with this id, removed or not. Throws notFound. */
export async function findComment(db: Knex, id: string): Promise<Comment> {
  const comment = await Comment.query(db).findById(id)
  if (!comment) throw notFound('comment')
  return comment
}
