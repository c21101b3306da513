import type { Knex } from 'knex'
import { type Charter, presets } from './charter.ts'
import { countElectors } from './electorate.ts'

/** Whether those who began the site still decide alone about what will be locked. */
export interface Founding {
  open: boolean
  /** ISO time of the first line of the ledger. */
  since: string
  /** Why and when it ended. */
  endedAt?: string
  endedBy?: string
}

const enough = 15
const few = 5
const days = 180

/**
 * Why founding ends now, if it does: with 15 members who could vote, or after 180 days with at least five of them. Clubs smaller than
 * that end it when they want to: `npx tributary charter end-founding`. Founders write the charter: who asks of voters more than usual does
 * not found for longer.
 */
export async function foundingEnds(db: Knex, charter: Charter, since: string, now: Date): Promise<string | undefined> {
  const electors = await countElectors(db, { ...charter, electorate: usualAtMost(charter.electorate) }, 'ballot', now)
  if (electors >= enough) return `${electors} members can vote.`
  if (electors >= few && now.getTime() - Date.parse(since) >= days * 86_400_000)
    return `${days} days have gone by, and ${electors} members can vote.`
  return undefined
}

function usualAtMost({ ballotDays, lockedDays, activeDays }: Charter['electorate']): Charter['electorate'] {
  const { electorate } = presets.community
  return {
    ballotDays: Math.min(ballotDays, electorate.ballotDays),
    lockedDays: Math.min(lockedDays, electorate.lockedDays),
    activeDays: Math.min(activeDays, electorate.activeDays),
  }
}
