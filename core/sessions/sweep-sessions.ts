import type { Site } from '../site.ts'

/** Deletes sessions and reset links that are over, and invitations that nobody could use for a month. */
export async function sweepSessions(site: Site): Promise<void> {
  const now = site.now()
  const monthAgo = new Date(now.getTime() - 30 * 86_400_000).toISOString()
  await site.db.transaction(async trx => {
    await trx('sessions').where('expiresAt', '<', now.toISOString()).delete()
    await trx('password_resets').where('expiresAt', '<', now.toISOString()).delete()
    await trx('invitations').where('expiresAt', '<', monthAgo).delete()
  })
}
