import type { Actor } from '../actor.ts'
import { notFound } from '../errors.ts'
import type { Site } from '../site.ts'

/** Takes back what one said before anybody has looked at it. It is gone. Returns the entry's id. */
export async function withdrawHeldComment(site: Site, actor: Actor, { id }: { id: string }): Promise<string> {
  return site.db.transaction(async trx => {
    const own = { id, authorId: actor.id ?? '' }
    const row: { entryId: string } | undefined = await trx('held_comments').where(own).first('entryId')
    if (!row) throw notFound('comment')
    await trx('held_comments').where(own).delete()
    return row.entryId
  })
}
