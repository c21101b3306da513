import type { Knex } from 'knex'
import type { DeclaredConsent } from './declared-consent.ts'

/** That a member allowed something, under one sentence, until they took it back. */
export interface Consent {
  id: string
  memberId: string
  /** `search-engines`, or of a plugin: `letters/mailing`. */
  consent: string
  /** The sentence that the member read, in English. */
  says: string
  saysHash: string
  givenAt: string
  withdrawnAt: string | null
}

/** What a member allows, by name: also under sentences that have changed since, and to plugins that are gone. */
export async function listGiven(db: Knex, memberId: string): Promise<Map<string, Consent>> {
  const rows: Consent[] = await db('consents').where({ memberId }).whereNull('withdrawnAt').orderBy('givenAt')
  return new Map(rows.map(row => [row.consent, row]))
}

/** Whether a member allows this, in the words of today. */
export async function hasConsent(db: Knex, memberId: string, { name, saysHash }: DeclaredConsent): Promise<boolean> {
  const row: unknown = await db('consents').where({ consent: name, memberId, saysHash }).whereNull('withdrawnAt').first('id')
  return row !== undefined
}

/** Ids of members who allow this, in the words of today, in their order; `after` is the last one of the page before. */
export async function listConsenting(db: Knex, { name, saysHash }: DeclaredConsent, after = '', limit = 1000): Promise<string[]> {
  const rows: { memberId: string }[] = await db('consents')
    .where({ consent: name, saysHash })
    .whereNull('withdrawnAt')
    .where('memberId', '>', after)
    .orderBy('memberId')
    .limit(limit)
    .select('memberId')
  return rows.map(({ memberId }) => memberId)
}
