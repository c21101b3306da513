import type { Change } from '../actions/action.ts'
import { performIn, prepare } from '../actions/perform.ts'
import { hashOptions } from '../ballots/ballot.ts'
import { countVote, type Tally } from '../ballots/count-vote.ts'
import { conflict, SiteError } from '../errors.ts'
import { hashJson } from '../lock/canonical-json.ts'
import { makeExecutor } from '../lock/executor-actor.ts'
import { appendLine, type LedgerLine } from '../lock/ledger.ts'
import type { Site } from '../site.ts'
import { listBallots } from './cast-ballot.ts'
import { followStep } from './follow-step.ts'
import { chosenOf, payloadHashOf } from './payload.ts'
import { proposable } from './proposable.ts'
import { daysAfter, findProposal, type Proposal } from './proposal.ts'
import { linesOf } from './proposal-lines.ts'

/**
 * Does what the members decided: once, in one transaction with its lines in the ledger, and only if everything still fits what the
 * ledger says was decided. What does not fit any more is void, and says why.
 */
export async function executeProposal(site: Site, id: string): Promise<void> {
  const proposal = await findProposal(site.db, id)
  if (!isDue(proposal, site.now())) return
  if (site.lock.breach.length > 0) return
  const found = await check(site, proposal)
  const why = typeof found === 'string' ? found : await tryIt(site, proposal, found.tally)
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

/** What does not fit (the payload, the rules, the ballots), in a sentence; or what the ballots came to, counted anew. */
async function check(site: Site, proposal: Proposal): Promise<string | { tally?: Tally }> {
  const { id, decides, rules, electors, dueAt } = proposal
  if (site.now().toISOString() > daysAfter(dueAt!, rules.graceDays)) return 'It could not be done in time.'
  const lines = await linesOf(site.db, id)
  const published = lines.find(({ type }) => type === 'proposal.published')
  const last = lines.findLast(line => line.payloadHash !== undefined)
  if (!published || last?.payloadHash !== payloadHashOf(proposal)) return 'It does not say any more what was voted about.'
  if (hashJson(published.rules) !== hashJson(rules) || published.electors !== electors)
    return 'The rules are not those under which it was published.'
  if (decides !== 'silence') return recount(site, proposal, lines)
  return lines.some(line => line.decides === 'ballot') ? 'Somebody objected, so it takes a vote.' : {}
}

async function recount(site: Site, proposal: Proposal, lines: readonly LedgerLine[]): Promise<string | { tally: Tally }> {
  const of = (type: string): LedgerLine | undefined => lines.find(line => line.type === type)
  const [published, opened, closed] = [of('proposal.published'), of('proposal.opened'), of('proposal.closed')]
  const ballots = await listBallots(site.db, proposal.id)
  if (!closed || hashJson(ballots) !== closed.ballots) return 'The ballots are not those that were counted.'
  const { method, seats, options } = proposal
  const isAsPublished = (published?.method ?? 'yes-no') === method && (published?.seats ?? 0) === seats
  if (!isAsPublished || (method !== 'yes-no' && opened?.options !== hashOptions(options)))
    return 'What could be voted for is not what stood on the ballots.'
  const tally = countVote(ballots, proposal)
  return tally.passed ? { tally } : 'It did not pass.'
}

/** Does it, and returns why not when the site does not let it be done as it was read. */
async function tryIt(site: Site, proposal: Proposal, tally: Tally | undefined): Promise<string | undefined> {
  const { id, action: name, decides, proposedBy } = proposal
  const { input, changes } = chosenOf(proposal, tally)
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
      // Two processes may come here at once: one of them finds it done. Until now somebody could object, or amend it.
      const mine = await trx('proposals')
        .where({ id, state: decides === 'silence' ? 'published' : 'passed', decides, payloadHash: proposal.payloadHash })
        .update({ state: 'executed', dueAt: null, settledAt: site.now().toISOString() })
      if (mine === 0) return undefined
      const outcome = await performIn(trx, action, asked, options)
      if (changes && !action.fits && foundBefore(outcome.changes) !== foundBefore(changes))
        throw conflict('what it would change has been changed since.')
      const line = { proposal: id, payloadHash: payloadHashOf(proposal), ...(tally && { tally }) }
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
