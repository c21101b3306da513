import type { Knex } from 'knex'
import type { Permission } from '../actions/permissions.ts'
import type { Database } from '../db/connect.ts'
import { inList, selectRows } from '../db/select.ts'
import type { Standing } from '../plugin-contract/plugin-subjects.ts'
import { type Roles, rolesWith } from '../roles/role.ts'

/** Members with these ids who can use their account. */
export function listStanding(db: Database, ids: readonly string[]): Promise<Standing[]> {
  const { sql, bindings } = inList(db.dialect, 'm.id', ids)
  return standing(db).whereRaw(sql, bindings)
}

/** Members whose role brings a permission, at most 500. */
export function listHolding(db: Database, roles: Roles, permission: Permission): Promise<Standing[]> {
  return standing(db)
    .whereIn('m.role', ['admin', ...rolesWith(roles, permission)])
    .orderBy('m.id')
    .limit(500)
}

function standing(db: Knex): Knex.QueryBuilder<Standing, Standing[]> {
  return db('members as m')
    .join('feeds as f', 'f.id', 'm.id')
    .whereNull('m.waitingSince')
    .whereNull('m.closingAt')
    .whereNull('f.removedAt')
    .select('m.id', 'm.role', 'm.createdAt', 'm.seenAt', 'f.handle', 'f.name')
}

/** Those of `ids` who follow one of the others, are followed by one, or are one. */
export async function listTied(db: Database, ids: readonly string[], others: readonly string[]): Promise<string[]> {
  if (ids.length === 0 || others.length === 0) return []
  const [mine, theirs] = [(column: string) => inList(db.dialect, column, ids), (column: string) => inList(db.dialect, column, others)]
  const [from, to, back, whom] = [mine('member_id'), theirs('feed_id'), mine('feed_id'), theirs('member_id')]
  const rows = await selectRows<{ id: string }>(
    db,
    `select member_id as id from subscriptions where ${from.sql} and ${to.sql}
     union select feed_id as id from subscriptions where ${back.sql} and ${whom.sql}`,
    [...from.bindings, ...to.bindings, ...back.bindings, ...whom.bindings],
  )
  const tied = new Set([...rows.map(({ id }) => id), ...others])
  return ids.filter(id => tied.has(id))
}
