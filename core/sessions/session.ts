import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import { SiteModel } from '../db/site-model.ts'
import type { Client } from '../http/client.ts'
import { hashToken, sessionDays } from '../http/session.ts'
import { rememberActiveDay } from '../lock/electorate.ts'

/** A browser in which a member is signed in. Its id is the hash of the token in the cookie. */
export class Session extends SiteModel {
  static override tableName = 'sessions'
  declare memberId: string
  declare createdAt: string
  declare usedAt: string
  declare expiresAt: string
  declare address: string
  declare agent: string
}

/** Opens a session and returns the token for the cookie: the only time that anybody sees it. */
export async function openSession(trx: Knex.Transaction, memberId: string, client: Client, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const at = now.toISOString()
  const expiresAt = new Date(now.getTime() + sessionDays * 86_400_000).toISOString()
  const { address, agent } = client
  await Session.query(trx).insert({ id: hashToken(token), memberId, createdAt: at, usedAt: at, expiresAt, address, agent })
  await rememberActiveDay(trx, memberId, now)
  return token
}

/** Sessions of a member that still hold, the one used last first. */
export function listSessions(db: Knex, memberId: string, now: Date): Promise<Session[]> {
  return Session.query(db).where({ memberId }).where('expiresAt', '>', now.toISOString()).orderBy('usedAt', 'desc').limit(200).execute()
}

/** How many browsers a member is signed in with, those included whose time is over. */
export async function countSessions(db: Knex, memberId: string): Promise<number> {
  const row = await db('sessions').where({ memberId }).count({ n: '*' }).first()
  return Number(row?.n ?? 0)
}
