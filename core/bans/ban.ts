import type { Knex } from 'knex'

export const banKinds = ['address', 'email', 'link', 'handle'] as const
export type BanKind = (typeof banKinds)[number]

/** `hold` lets it in for somebody to look at first: who signs up waits, an entry is held. What cannot wait is refused. */
export type BanEffect = 'refuse' | 'hold'

/** Somebody or something that the site shuts out, openly and with a reason. */
export interface Ban {
  id: string
  kind: BanKind
  /** As it is compared; null when an address was deleted. */
  value: string | null
  /** As it was written. */
  shown: string | null
  effect: BanEffect
  reason: string
  rule: string | null
  /** Whose addresses or mail it is, when it was named by a member. */
  memberId: string | null
  byId: string | null
  /** Null: until it is lifted. */
  until: string | null
  createdAt: string
  endedAt: string | null
  liftedReason: string | null
}

/** Bans that hold now: each ends by itself at its time, whether or not the routine has been there. */
export function bansInForce(db: Knex, now: Date): Knex.QueryBuilder {
  return db('site_bans')
    .whereNull('endedAt')
    .where(open => open.whereNull('until').orWhere('until', '>', now.toISOString()))
}

/** The ban of a kind that one of these values is under, in one query; of several one that refuses. */
export async function maybeBan(db: Knex, kind: BanKind, values: readonly string[], now: Date): Promise<Ban | undefined> {
  if (values.length === 0) return undefined
  const found: Ban[] = await bansInForce(db, now)
    .where({ kind })
    .whereIn('value', [...values])
    .select('*')
  return found.find(({ effect }) => effect === 'refuse') ?? found[0]
}
