import type { Knex } from 'knex'
import { insertOnce } from '../db/insert-once.ts'
import type { Site } from '../site.ts'

/** What a member is in a group. */
export type GroupRole = 'admin' | 'member'

/** The role of a member in a group; undefined for everybody who is not in it. */
export async function maybeRole(db: Knex, groupId: string, memberId: string | undefined): Promise<GroupRole | undefined> {
  if (!memberId) return undefined
  const row: { role: GroupRole } | undefined = await db('memberships').where({ groupId, memberId }).first('role')
  return row?.role
}

/** Who is in a group, counted by role. Inside a verb, after `lockGroup`, nobody else changes it. */
export async function countRoles(db: Knex, groupId: string): Promise<{ members: number; admins: number }> {
  const rows: { role: GroupRole; n: number | string }[] = await db('memberships')
    .where({ groupId })
    .groupBy('role')
    .select('role')
    .count('* as n')
  const counted = (role: GroupRole): number => Number(rows.find(row => row.role === role)?.n ?? 0)
  return { members: counted('admin') + counted('member'), admins: counted('admin') }
}

/** Makes changes of one group's roles wait for each other: two admins who step down at once would leave none. */
export async function lockGroup(trx: Knex.Transaction, groupId: string): Promise<void> {
  await trx('groups').where({ id: groupId }).forUpdate().first('id')
}

/** Puts a member into a group, as a part of some verb. Doing it twice changes nothing. */
export async function addMembership(
  site: Site,
  trx: Knex.Transaction,
  { groupId, memberId, role }: { groupId: string; memberId: string; role: GroupRole },
): Promise<void> {
  const added = await insertOnce(trx, 'memberships', { groupId, memberId, role, createdAt: site.now().toISOString() })
  if (added) await site.announce(trx, 'membership.added', { groupId, memberId })
}
