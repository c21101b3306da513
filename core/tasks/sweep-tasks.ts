import type { Site } from '../site.ts'

const days = 90

/** Forgets tasks that ended long ago. Who started them stays in the audit log. */
export async function sweepTasks(site: Site): Promise<void> {
  const before = new Date(site.now().getTime() - days * 86_400_000).toISOString()
  await site.db.transaction(trx => trx('tasks').where('endedAt', '<', before).delete())
}
