import type { Site } from '../site.ts'

const membersAtOnce = 100

/** What a job needs to know. */
export interface MailJob {
  memberId: string
  notificationIds: string[]
}

/**
 * Makes a job of what has waited long enough to be mailed: one per member, with everything that gathered meanwhile. Marks and
 * jobs change in one transaction, so that nothing is mailed twice or not at all.
 */
export async function queueMails(site: Site): Promise<number> {
  if (!site.mailer.enabled) return 0
  const due: { memberId: string }[] = await site
    .db('notifications')
    .where('mailAt', '<=', site.now().toISOString())
    .distinct('memberId')
    .limit(membersAtOnce)
  if (due.length === 0) return 0
  return site.db.transaction(async trx => {
    const rows: { id: string; memberId: string }[] = await trx('notifications')
      .whereIn(
        'memberId',
        due.map(row => row.memberId),
      )
      .whereNotNull('mailAt')
      .update({ mailAt: null })
      .returning(['id', 'memberId'])
    const jobs = Map.groupBy(rows, row => row.memberId)
    for (const [memberId, own] of jobs) {
      const input: MailJob = { memberId, notificationIds: own.map(row => row.id).sort() }
      await site.jobs.add(trx, 'mail-notifications', input)
    }
    return jobs.size
  })
}
