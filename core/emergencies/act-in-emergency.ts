import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { maybeAction } from '../actions/act.ts'
import type { Action, Outcome } from '../actions/action.ts'
import { performIn } from '../actions/perform.ts'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { conflict, forbidden, invalid, notFound } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { listElectors } from '../lock/electorate.ts'
import { payloadHash } from '../lock/execution.ts'
import { appendLine } from '../lock/ledger.ts'
import { membersDecide, whoDecides } from '../lock/under-lock.ts'
import { putToMembers } from '../proposals/put-to-members.ts'
import type { Site } from '../site.ts'
import { emergencyHours, emergencyQuota } from './emergency.ts'

export const actInEmergencyInput = Type.Object({
  action: Type.String({ maxLength: 80 }),
  input: Type.Record(Type.String(), Type.Unknown()),
  /** What everybody reads first. */
  title: Type.String({ minLength: 3, maxLength: 200, problem: 'Say in a few words what you do.' }),
  reason: Type.String({ minLength: 10, maxLength: 1000, problem: 'Say in at least ten letters why it cannot wait. Everybody reads it.' }),
})
export type ActInEmergencyInput = Static<typeof actInEmergencyInput>

export interface EmergencyOutcome extends Outcome {
  proposalId: string
}

/**
 * Does at once what members decide about, for 72 hours: for who holds the permission of the action. In the same transaction it is public, stands in the ledger, and is
 * put to the members, who ratify it or let it be undone. Never what is locked; only what can be taken back; twice in thirty days for one
 * kind of action, and not while the last one is in force.
 */
export async function actInEmergency(site: Site, actor: Actor, given: ActInEmergencyInput): Promise<EmergencyOutcome> {
  const { action: name, input: raw, title, reason } = readInput(actInEmergencyInput, given)
  const action = maybeAction(site, name)
  if (!action) throw notFound('action')
  if (!may(actor, action.permission)) throw forbidden(`${action.title}: this needs the permission "${action.permission}".`)
  const input = readInput(action.input, raw) as Record<string, unknown>
  checkAllowed(site, action, input)
  await action.prepare?.({ site, actor, input })
  const now = site.now()
  const endsAt = new Date(now.getTime() + emergencyHours * 3_600_000).toISOString()
  const done = await site.db.transaction(async trx => {
    await checkQuota(trx, action, now)
    const outcome = await performIn(trx, action, { site, actor, input, decides: 'emergency', reason }, { reason })
    if (!outcome.auditId) throw invalid({ input: 'This changes nothing: it is so already.' })
    const proposalId = await putToVote(site, trx, { actor, title, action: name, input, changes: outcome.changes })
    const row = { proposalId, auditId: outcome.auditId, action: name, summary: outcome.summary.slice(0, 500), reason }
    await trx('emergencies').insert({ id: newId(), ...row, doneBy: actor.id ?? null, beganAt: now.toISOString(), endsAt })
    const line = { proposal: proposalId, action: name, payloadHash: payloadHash(name, input), until: endsAt }
    await appendLine(trx, { key: site.lock.key, now }, 'emergency.begun', line)
    return { ...outcome, proposalId }
  })
  await action.after?.(site, { actor, input, ...('result' in done && { result: done.result }) })
  await site.refresh()
  return done
}

/** Whether somebody may do this in an emergency, its quota aside. */
export function mayInEmergency(
  site: Site,
  actor: Actor,
  { action: name, input }: { action: string; input: Record<string, unknown> },
): boolean {
  const action = maybeAction(site, name)
  if (!action || !may(actor, action.permission) || !action.undo || !action.inEmergency?.(input)) return false
  const decides = whoDecides(site, action, input)
  return membersDecide(decides) && decides !== 'locked' && !site.lock.founding.open && site.lock.breach.length === 0
}

function checkAllowed(site: Site, action: Action, input: Record<string, unknown>): void {
  const { title } = action
  const decides = whoDecides(site, action, input)
  if (site.lock.breach.length > 0) throw forbidden(`${title}: not now. ${site.lock.breach[0]}`)
  if (decides === 'locked') throw forbidden(`${title}: what is locked is never changed in an emergency. Only a vote of the members does.`)
  if (!membersDecide(decides) || site.lock.founding.open)
    throw conflict(`${title}: no vote is needed about this, so it is no emergency. Just do it.`)
  if (!action.inEmergency?.(input) || !action.undo) throw forbidden(`${title}: this is not among what can be done in an emergency.`)
}

async function checkQuota(trx: Knex.Transaction, { name, title }: Action, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 30 * 86_400_000).toISOString()
  const recent: { endedAt: string | null }[] = await trx('emergencies')
    .where({ action: name })
    .where('beganAt', '>', since)
    .select('endedAt')
  if (recent.some(({ endedAt }) => endedAt === null))
    throw conflict(`${title}: an emergency measure of this kind is in force. The members decide about it.`)
  if (recent.length >= emergencyQuota)
    throw conflict(`${title}: this was done in an emergency ${recent.length} times in the last thirty days. Now it takes a vote.`)
}

/** Opens the vote about keeping it: at once, until it ends, by the rules of an ordinary vote. */
async function putToVote(
  site: Site,
  trx: Knex.Transaction,
  { actor, ...put }: { actor: Actor; title: string; action: string; input: Record<string, unknown>; changes: Outcome['changes'] },
): Promise<string> {
  const { charter } = site.lock
  const electors = await listElectors(trx, charter, 'ballot', site.now())
  const rules = { ...charter.rules.ballot, discussionDays: 0, votingDays: emergencyHours / 24, lockDays: 0 }
  return putToMembers(site, trx, {
    ...put,
    ...{ method: 'yes-no', options: [], seats: 0, decides: 'ballot', rulesClass: 'ballot', rules },
    proposedBy: actor.id ?? null,
    electors,
    dueAt: site.now().toISOString(),
  })
}
