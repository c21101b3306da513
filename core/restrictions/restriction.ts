import type { Knex } from 'knex'

export const restrictionKinds = ['warning', 'silence', 'suspension', 'removal'] as const
export type RestrictionKind = (typeof restrictionKinds)[number]

/** What moderators decided about a member, and until when it holds. */
export interface Restriction {
  id: string
  memberId: string
  kind: RestrictionKind
  reason: string
  /** The community rule that was broken, in words. */
  rule: string | null
  byId: string | null
  /** Null: until it is lifted. */
  until: string | null
  /** Since when what the member published is hidden because of it. */
  hidesAt: string | null
  createdAt: string
  endedAt: string | null
  /** Who lifted it before its time, and why. */
  liftedBy: string | null
  liftedReason: string | null
}

/** Those that keep a member out altogether. */
export const closingKinds: readonly RestrictionKind[] = ['suspension', 'removal']

/** Restrictions that hold now: each ends by itself at its time, whether or not the routine has been there. */
export function restrictionsInForce(db: Knex, now: Date): Knex.QueryBuilder {
  return db('restrictions')
    .whereNull('endedAt')
    .where(open => open.whereNull('until').orWhere('until', '>', now.toISOString()))
}

/** What keeps a member from these things now: the heaviest. */
export async function maybeRestricted(
  db: Knex,
  memberId: string,
  kinds: readonly RestrictionKind[],
  now: Date,
): Promise<Restriction | undefined> {
  const rows: Restriction[] = await restrictionsInForce(db, now).where({ memberId }).whereIn('kind', kinds).select('*')
  return rows.sort((a, b) => restrictionKinds.indexOf(b.kind) - restrictionKinds.indexOf(a.kind))[0]
}

/** Everything that was ever decided about a member, the latest first. */
export function listRestrictionsOf(db: Knex, memberId: string): Promise<Restriction[]> {
  return db('restrictions').where({ memberId }).orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(100).select('*')
}

/** The condition under which a member, a column of the statement, is kept out at a time (one question mark). */
export function keptOutSql(memberId: string): string {
  return `exists (select 1 from restrictions kr where kr.member_id = ${memberId} and kr.kind in ('suspension', 'removal')
    and kr.ended_at is null and (kr.until is null or kr.until > ?))`
}
