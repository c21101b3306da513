import type { Knex } from 'knex'

/** Whether one of these addresses was taken out of the streams of others by an owner who is not this member. */
export async function isClaimed(db: Knex, memberId: string, urls: readonly string[]): Promise<boolean> {
  const claim = await db('source_claims').whereIn('url', urls).whereNot({ memberId }).first('id')
  return claim !== undefined
}
