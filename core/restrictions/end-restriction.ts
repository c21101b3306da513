import type { Knex } from 'knex'
import type { Site } from '../site.ts'
import { showContentOf } from './hide-content.ts'
import type { Restriction } from './restriction.ts'

/** Ends what was decided about a member, in the transaction of whoever ends it: before its time by somebody, or because its time has come. */
export async function endRestriction(
  site: Site,
  trx: Knex.Transaction,
  restriction: Restriction,
  lifted?: { by: string | null; reason: string },
): Promise<void> {
  const change = { endedAt: site.now().toISOString(), ...(lifted && { liftedBy: lifted.by, liftedReason: lifted.reason }) }
  const ended = await trx('restrictions').where({ id: restriction.id }).whereNull('endedAt').update(change)
  if (ended === 0) return
  if (restriction.hidesAt) await showContentOf(site, trx, restriction)
  const { id: restrictionId, memberId, kind } = restriction
  await site.announce(trx, 'member.unrestricted', { restrictionId, memberId, kind })
}

/** The routine: what has come to its time ends, with everything that came with it. */
export async function endDueRestrictions(site: Site): Promise<void> {
  const due: Restriction[] = await site
    .db('restrictions')
    .whereNull('endedAt')
    .where('until', '<=', site.now().toISOString())
    .orderBy('until')
    .limit(100)
    .select('*')
  for (const restriction of due) await site.db.transaction(trx => endRestriction(site, trx, restriction))
}
