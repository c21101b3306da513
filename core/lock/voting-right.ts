import type { Knex } from 'knex'
import { closingKinds, restrictionsInForce } from '../restrictions/restriction.ts'
import type { BallotClass, Charter } from './charter.ts'

/** Whether a member can vote about a class of actions now, and what is missing. */
export interface Standing {
  ballotClass: BallotClass
  can: boolean
  /** Days here, and how many it takes. */
  daysHere: number
  daysNeeded: number
  /** Days of the last ninety on which they were here, and how many it takes. */
  activeDays: number
  activeNeeded: number
  /** The day from which on they have been here long enough, as ISO text. */
  longEnoughAt: string
  /** Something else than time: they wait to be let in, or are leaving. */
  barred?: 'waiting' | 'leaving' | 'suspended'
}

const day = 86_400_000

/** How a member stands with each class, by the rules that `listElectors` goes by. Nothing for an id that is no member. */
export async function standingOf(db: Knex, { electorate }: Charter, memberId: string, now: Date): Promise<Standing[]> {
  const member: { createdAt: string; waitingSince: string | null; closingAt: string | null } | undefined = await db('members')
    .where({ id: memberId })
    .first('createdAt', 'waitingSince', 'closingAt')
  if (!member) return []
  const since = new Date(now.getTime() - 90 * day).toISOString().slice(0, 10)
  const [row]: { count: number | string }[] = await db('active_days').where({ memberId }).where('day', '>', since).count('* as count')
  const activeDays = Number(row?.count ?? 0)
  const daysHere = Math.floor((now.getTime() - Date.parse(member.createdAt)) / day)
  const suspended: object | undefined = await restrictionsInForce(db, now).where({ memberId }).whereIn('kind', closingKinds).first('id')
  const barred = member.waitingSince ? 'waiting' : member.closingAt ? 'leaving' : suspended ? 'suspended' : undefined
  return (['ballot', 'locked', 'charter'] as const).map(ballotClass => {
    const daysNeeded = ballotClass === 'ballot' ? electorate.ballotDays : electorate.lockedDays
    const activeNeeded = electorate.activeDays
    const longEnoughAt = new Date(Date.parse(member.createdAt) + daysNeeded * day).toISOString()
    const can = !barred && longEnoughAt <= now.toISOString() && activeDays >= activeNeeded
    return { ballotClass, can, daysHere, daysNeeded, activeDays, activeNeeded, longEnoughAt, ...(barred && { barred }) }
  })
}
