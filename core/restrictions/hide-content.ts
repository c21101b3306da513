import type { Knex } from 'knex'
import { accessOfDestinations } from '../feeds/visibility.ts'
import type { Site } from '../site.ts'
import type { Restriction } from './restriction.ts'

/** Hides what a member published from everybody but staff, as long as a restriction holds. Three statements, however much it is. */
export async function hideContentOf(
  site: Site,
  trx: Knex.Transaction,
  { id, memberId, reason, byId, createdAt }: Restriction,
): Promise<void> {
  const theirs = trx('entries').where({ authorId: memberId }).whereNull('removedAt').whereIn('access', ['public', 'private'])
  await trx(trx.raw('hidden_entries (entry_id, was, reason, by_id, restriction_id, created_at)')).insert(
    theirs.select(
      'id',
      'access',
      trx.raw('?', [reason]),
      trx.raw('cast(? as varchar(36))', [byId]),
      trx.raw('?', [id]),
      trx.raw('?', [createdAt]),
    ),
  )
  await trx('entries')
    .whereIn('id', trx('hidden_entries').select('entryId').where({ restrictionId: id }))
    .update({ access: 'hidden' })
  await trx('feeds').where({ id: memberId }).update({ removedAt: createdAt })
}

/** Shows again what was hidden with a restriction; what was hidden for itself stays hidden. */
export async function showContentOf(_site: Site, trx: Knex.Transaction, { id, memberId }: Restriction): Promise<void> {
  await trx('entries')
    .whereIn('id', trx('hidden_entries').select('entryId').where({ restrictionId: id }))
    .where({ access: 'hidden' })
    .update({ access: accessOfDestinations(trx) })
  await trx('hidden_entries').where({ restrictionId: id }).delete()
  const others = trx('restrictions').where({ memberId }).whereNull('endedAt').whereNotNull('hidesAt').whereNot({ id }).select('id')
  await trx('feeds').where({ id: memberId, kind: 'member' }).whereNotExists(others).update({ removedAt: null })
}
