import type { Change } from '../actions/action.ts'
import { performIn, prepare } from '../actions/perform.ts'
import { conflict, SiteError } from '../errors.ts'
import { hashJson } from '../lock/canonical-json.ts'
import { payloadHash } from '../lock/execution.ts'
import { makeExecutor } from '../lock/executor-actor.ts'
import { appendLine, type LedgerLine } from '../lock/ledger.ts'
import { countBallots } from '../lock/tally.ts'
import type { Site } from '../site.ts'
import { listBallots } from './cast-ballot.ts'
import { followStep } from './follow-step.ts'
import { daysAfter, findProposal, type Proposal } from './proposal.ts'
import { linesOf } from './proposal-lines.ts'
import { proposable } from './publish-proposal.ts'

/**
 * Does what the members decided: once, in one transaction with its lines in the ledger, and only if everything still fits what the
 * ledger says was decided. What does not fit any more is void, and says why.
 */
export async function executeProposal(site: Site, id: string): Promise<void> {
  const proposal = await findProposal(site.db, id)
  if (!isDue(proposal, site.now())) return
  if (site.lock.breach.length > 0) return
  const why = (await whyNot(site, proposal)) ?? (await tryIt(site, proposal))
  if (why) await makeVoid(site, id, why)
  await settle(site)
}

/** Lets this process follow what was decided. */
export function settle(site: Site): Promise<void> {
  return site.refresh()
}

function isDue({ state, decides, dueAt }: Proposal, now: Date): boolean {
  const waits = state === 'passed' || (state === 'published' && decides === 'silence')
  return waits && dueAt !== null && dueAt <= now.toISOString()
}

/** What does not fit: the payload, the rules, the ballots, or the state of the site. */
async function whyNot(site: Site, proposal: Proposal): Promise<string | undefined> {
  const { id, action, input, decides, rules, electors, dueAt } = proposal
  if (site.now().toISOString() > daysAfter(dueAt!, rules.graceDays)) return 'It could not be done in time.'
  const lines = await linesOf(site.db, id)
  const published = lines.find(({ type }) => type === 'proposal.published')
  const hash = payloadHash(action, input)
  const last = lines.findLast(line => line.payloadHash !== undefined)
  if (!published || last?.payloadHash !== hash) return 'It does not say any more what was voted about.'
  if (hashJson(published.rules) !== hashJson(rules) || published.electors !== electors)
    return 'The rules are not those under which it was published.'
  if (decides === 'silence' && lines.some(line => line.decides === 'ballot')) return 'Somebody objected, so it takes a vote.'
  if (decides !== 'silence') {
    const problem = await recount(
      site,
      proposal,
      lines.find(({ type }) => type === 'proposal.closed'),
    )
    if (problem) return problem
  }
  return undefined
}

async function recount(site: Site, { id, electors, rules }: Proposal, closed: LedgerLine | undefined): Promise<string | undefined> {
  const ballots = await listBallots(site.db, id)
  if (!closed || hashJson(ballots) !== closed.ballots) return 'The ballots are not those that were counted.'
  return countBallots(ballots, electors, rules).passed ? undefined : 'It did not pass.'
}

/** Does it, and returns why not when the site does not let it be done as it was read. */
async function tryIt(site: Site, { id, action: name, input, decides, tally, changes, proposedBy }: Proposal): Promise<string | undefined> {
  const executor = makeExecutor()
  const options = {
    proposalId: id,
    reason: `Decided by the members: proposal ${id}.`,
    key: `proposal:${id}`,
    ...(proposedBy && { author: proposedBy }),
  }
  try {
    const action = proposable(site, name)
    const asked = await prepare(action, site, executor, input, options)
    const done = await site.db.transaction(async trx => {
      // Two processes may come here at once: one of them finds it done.
      const mine = await trx('proposals')
        .where({ id, state: decides === 'silence' ? 'published' : 'passed' })
        .update({ state: 'executed', dueAt: null, settledAt: site.now().toISOString() })
      if (mine === 0) return undefined
      const outcome = await performIn(trx, action, asked, options)
      if (!action.fits && foundBefore(outcome.changes) !== foundBefore(changes))
        throw conflict('what it would change has been changed since.')
      const line = { proposal: id, payloadHash: payloadHash(name, input), ...(tally && { tally }) }
      await appendLine(trx, { key: site.lock.key, now: site.now() }, 'proposal.executed', line)
      await followStep(site, trx, id, 'executed')
      return outcome
    })
    if (done) await action.after?.(site, { actor: executor, input: asked.input, ...('result' in done && { result: done.result }) })
    return undefined
  } catch (error) {
    if (error instanceof SiteError) return `It cannot be done any more: ${error.message}`
    throw error
  }
}

/** What it is about must be as it was when the members read it. */
function foundBefore(changes: readonly Change[]): string {
  return hashJson(changes.map(({ path, before }) => [path, before]).sort())
}

async function makeVoid(site: Site, id: string, reason: string): Promise<void> {
  await site.db.transaction(async trx => {
    const now = site.now()
    const changed = await trx('proposals')
      .where({ id })
      .whereIn('state', ['published', 'passed'])
      .update({ state: 'void', stateReason: reason.slice(0, 500), dueAt: null, settledAt: now.toISOString() })
    if (changed === 0) return
    await appendLine(trx, { key: site.lock.key, now }, 'proposal.void', { proposal: id, reason })
    await followStep(site, trx, id, 'void')
  })
}
