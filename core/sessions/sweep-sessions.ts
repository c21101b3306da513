import { noteDeleted } from '../retention/note-deleted.ts'
import type { Site } from '../site.ts'

/** Deletes sessions and reset links that are over, and invitations that nobody could use for a month. */
export async function sweepSessions(site: Site): Promise<void> {
  const now = site.now()
  const monthAgo = new Date(now.getTime() - 30 * 86_400_000).toISOString()
  const ended = await site.db.transaction(async (trx): Promise<number> => {
    await trx('password_resets').where('expiresAt', '<', now.toISOString()).delete()
    await trx('invitations').where('expiresAt', '<', monthAgo).delete()
    return trx('sessions').where('expiresAt', '<', now.toISOString()).delete()
  })
  await noteDeleted(site, 'sessions', ended)
}
