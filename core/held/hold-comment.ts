import type { Knex } from 'knex'
import { newId } from '../db/new-id.ts'
import type { Site } from '../site.ts'
import type { Held } from './hold-entries.ts'

/** A comment that waits for somebody to look at it. Nobody else sees it, and it counts nowhere. */
export interface HeldComment {
  id: string
  entryId: string
  authorId: string
  /** The comment whose new text this is. */
  editsId: string | null
  body: string
  bodyHtml: string
  reason: string
  heldBy: string
  createdAt: string
}

type Said = Pick<HeldComment, 'entryId' | 'authorId' | 'editsId' | 'body' | 'bodyHtml'>

/** Keeps what somebody said until somebody has looked at it. The same said again waits once; a newer text of one comment takes the place of the older. */
export async function holdComment(site: Site, trx: Knex.Transaction, said: Said, { reason, by }: Held): Promise<HeldComment> {
  const { entryId, authorId, editsId, body } = said
  const same = editsId ? { editsId } : { entryId, authorId, editsId: null, body }
  const before: HeldComment | undefined = await trx('held_comments').where(same).first()
  const held: HeldComment = {
    ...said,
    id: before?.id ?? newId(),
    reason: reason.slice(0, 300),
    heldBy: by.slice(0, 120),
    createdAt: before?.createdAt ?? site.now().toISOString(),
  }
  await trx('held_comments').insert(held).onConflict('id').merge()
  await site.announce(trx, 'comments.held', { commentIds: [held.id] })
  return held
}
