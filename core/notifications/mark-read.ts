import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import type { Site } from '../site.ts'
import type { Covered } from './list-notifications.ts'

/** Marks what a page covers as read, or everything. What the page left out because it is gone is read as well. */
export async function markRead(site: Site, actor: Actor, { downTo }: Covered = {}): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const unread = { memberId: actor.id, readAt: null }
  // Most visits find nothing unread, and a look is cheaper than a write.
  if (!(await site.db('notifications').where(unread).first('id'))) return
  const marked = await site.db.transaction(trx => {
    const covered = trx('notifications').where(unread)
    if (downTo) covered.whereRaw('(created_at, id) >= (?, ?)', [downTo.createdAt, downTo.id])
    return covered.update({ readAt: site.now().toISOString(), mailAt: null })
  })
  if (marked > 0) await site.live.tell('notifications', [actor.id])
}
