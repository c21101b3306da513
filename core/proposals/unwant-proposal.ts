import { type Actor, isMember } from '../actor.ts'
import { conflict, forbidden } from '../errors.ts'
import { appendLine } from '../lock/ledger.ts'
import { sponsorsNeeded } from '../lock/tally.ts'
import type { Site } from '../site.ts'
import { isElector } from './cast-ballot.ts'
import { followStep } from './follow-step.ts'
import { daysAfter, findProposal, type Proposal } from './proposal.ts'
import { takeBack } from './take-back.ts'

/** Whether what happened by silence can still be taken back. */
export function canUnwant({ state, decides, settledAt, rules }: Proposal, now: Date): boolean {
  return state === 'executed' && decides === 'silence' && daysAfter(settledAt!, rules.graceDays) > now.toISOString()
}

/**
 * Wants taken back what happened by silence, for members who could have objected. As many of them as a proposal takes to be put to the members take
 * it back, without a vote. Returns how many are missing.
 */
export async function unwantProposal(site: Site, actor: Actor, { proposalId: id }: { proposalId: string }): Promise<{ left: number }> {
  if (!isMember(actor)) throw forbidden('Only members take back what happened.')
  const proposal = await findProposal(site.db, id)
  if (!canUnwant(proposal, site.now())) throw conflict('This cannot be taken back without a vote any more. Propose it.')
  if (!(await isElector(site.db, id, actor.id))) throw forbidden('Only those who could object can take it back.')
  const unwantedAt = site.now().toISOString()
  await site.db.transaction(trx => trx('proposal_electors').where({ proposalId: id, memberId: actor.id }).update({ unwantedAt }))
  const left = Math.max(0, sponsorsNeeded(proposal.electors, proposal.rules) - (await countUnwanting(site, id)))
  if (left === 0) await undo(site, proposal)
  return { left }
}

/** How many want it back. */
export async function countUnwanting({ db }: Pick<Site, 'db'>, proposalId: string): Promise<number> {
  const [row]: { count: number | string }[] = await db('proposal_electors')
    .where({ proposalId })
    .whereNotNull('unwantedAt')
    .count('* as count')
  return Number(row?.count ?? 0)
}

async function undo(site: Site, { id, payloadHash }: Proposal): Promise<void> {
  const done: { id: string } | undefined = await site
    .db('audit_log')
    .where({ key: `proposal:${id}`, actorKind: 'executor' })
    .first('id')
  const outcome = done && (await takeBack(site, done.id, { proposalId: id, reason: 'Members who could have objected want it back.' }))
  if (outcome !== 'undone') throw conflict('It was changed again since, so it cannot simply be taken back. Propose it.')
  await site.db.transaction(async trx => {
    const now = site.now()
    const changed = await trx('proposals').where({ id, state: 'executed' }).update({ state: 'undone', settledAt: now.toISOString() })
    if (changed === 0) return
    await appendLine(trx, { key: site.lock.key, now }, 'proposal.undone', { proposal: id, payloadHash })
    await followStep(site, trx, id, 'undone')
  })
  await site.refresh()
}
