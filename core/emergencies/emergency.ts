import type { Knex } from 'knex'
import { conflict } from '../errors.ts'

/** Something that was done at once although members decide about it: until they have. */
export interface Emergency {
  id: string
  /** In which the members ratify it, or do not. */
  proposalId: string
  /** Row of the audit log. */
  auditId: string
  action: string
  /** What was done, in a sentence. */
  summary: string
  reason: string
  /** Id of who did it; null for whoever runs the machine. */
  doneBy: string | null
  beganAt: string
  endsAt: string
  endedAt: string | null
  outcome: 'ratified' | 'undone' | 'left' | null
}

/** Hours after which it is undone unless the members ratified it. */
export const emergencyHours = 72

/** How often one kind of action may be done so within thirty days. */
export const emergencyQuota = 2

/** The emergency that a proposal would ratify, if it is about one. */
export async function maybeEmergencyOf(db: Knex, proposalId: string): Promise<Emergency | undefined> {
  return db('emergencies').where({ proposalId }).first<Emergency | undefined>('*')
}

/** Throws conflict about the vote on an emergency: nobody takes it back or changes what it is about. */
export async function checkNoEmergency(db: Knex, proposalId: string): Promise<void> {
  if (await maybeEmergencyOf(db, proposalId)) throw conflict('What was done in an emergency is voted about as it was done.')
}

/** The newest first; with `inForce` those that have not ended. */
export function listEmergencies(db: Knex, { inForce = false, limit = 20 } = {}): Promise<Emergency[]> {
  const query = db('emergencies').orderBy('id', 'desc').limit(limit)
  if (inForce) query.whereNull('endedAt')
  return query.select('*')
}
