import type { Site } from '../site.ts'

const day = 86_400_000
/** Days for which a notification is kept: after it was read, and when nobody ever looked. */
const kept = { read: 90, unread: 365 }
const batch = 1000

/** Deletes notifications that nobody looks for any more. */
export async function sweepNotifications(site: Site): Promise<void> {
  const now = site.now().getTime()
  const before = (days: number): string => new Date(now - days * day).toISOString()
  const read = before(kept.read)
  const unread = before(kept.unread)
  for (let deleted = batch; deleted === batch; ) {
    deleted = await site.db.transaction(trx => {
      const old = trx('notifications').where('createdAt', '<', read)
      const unwanted = old.where(either => either.where('readAt', '<', read).orWhere('createdAt', '<', unread))
      return Promise.resolve(trx('notifications').whereIn('id', unwanted.select('id').limit(batch)).delete())
    })
  }
}
