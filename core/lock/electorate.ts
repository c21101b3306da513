import type { Knex } from 'knex'
import { closingKinds, restrictionsInForce } from '../restrictions/restriction.ts'
import type { BallotClass, Charter } from './charter.ts'

const day = 86_400_000

/** Below this number of electors everybody must say yes, so that a small club neither freezes nor is run by two. */
export const smallClub = 5

/** In a small club a suspension counts as not having happened for so many days: moderators cannot make a vote unanimous by it. */
const recentDays = 30

/** Ids of the members who decide about something of a class at this moment, in order. Members who are leaving, wait or are suspended do not. */
export async function listElectors(db: Knex, charter: Charter, ballotClass: BallotClass, now: Date): Promise<string[]> {
  const electors: string[] = await eligible(db, charter, ballotClass, now).where(atHand(db, now)).orderBy('m.id').pluck('m.id')
  if (electors.length >= smallClub) return electors
  return eligible(db, charter, ballotClass, now)
    .where(atHand(db, now, recentDays))
    .orderBy('m.id')
    .pluck('m.id')
}

/** How many they are. */
export async function countElectors(db: Knex, charter: Charter, ballotClass: BallotClass, now: Date): Promise<number> {
  const count = async (forgivenDays = 0): Promise<number> => {
    const members = eligible(db, charter, ballotClass, now)
      .where(atHand(db, now, forgivenDays))
      .select('m.id')
    const [row]: { count: number | string }[] = await db.count('* as count').from(members.as('e'))
    return Number(row?.count ?? 0)
  }
  const electors = await count()
  return electors >= smallClub ? electors : count(recentDays)
}

/** Who is neither leaving nor kept out by moderators, unless they decided so within these days. */
function atHand(db: Knex, now: Date, forgivenDays = 0): (query: Knex.QueryBuilder) => void {
  const since = new Date(now.getTime() - forgivenDays * day).toISOString()
  const keptOut = restrictionsInForce(db, now).whereIn('kind', closingKinds)
  const recently = keptOut.clone().where('createdAt', '>', since).select('memberId')
  const before = keptOut.clone().where('createdAt', '<=', since).select('memberId')
  return query => {
    if (forgivenDays === 0) query.whereNull('m.closingAt').whereNotIn('m.id', keptOut.select('memberId'))
    else query.where(here => here.whereNull('m.closingAt').orWhereIn('m.id', recently)).whereNotIn('m.id', before)
  }
}

function eligible(db: Knex, { electorate }: Charter, ballotClass: BallotClass, now: Date): Knex.QueryBuilder {
  const daysHere = ballotClass === 'ballot' ? electorate.ballotDays : electorate.lockedDays
  const ago = (days: number): string => new Date(now.getTime() - days * day).toISOString()
  const active = db('active_days')
    .where('day', '>', ago(90).slice(0, 10))
    .groupBy('memberId')
    .having(db.raw('count(*)'), '>=', electorate.activeDays)
  return db('members as m').where('m.createdAt', '<=', ago(daysHere)).whereNull('m.waitingSince').whereIn('m.id', active.select('memberId'))
}

/** Remembers that a member is here today: who votes has taken part. Once a day for each member. */
export async function rememberActiveDay(trx: Knex.Transaction, memberId: string, now: Date): Promise<void> {
  await trx('active_days')
    .insert({ memberId, day: now.toISOString().slice(0, 10) })
    .onConflict()
    .ignore()
}
