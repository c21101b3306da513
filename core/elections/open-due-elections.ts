import { listElectors } from '../lock/electorate.ts'
import { daysAfter, findProposal, listProposals, type Proposal } from '../proposals/proposal.ts'
import { putToMembers } from '../proposals/put-to-members.ts'
import { checkForMembers, readProposed } from '../proposals/read-proposed.ts'
import type { Site } from '../site.ts'
import { electionAction } from './elect-members.ts'
import { openTerms, type Term } from './term.ts'

/** Days by which an election is done before the term ends: nobody has to hurry, and a day of the site being down delays nothing. */
const spareDays = 7

/** Days until it is tried again where nobody was elected. */
const againDays = 30

/** The routine: opens the next election of a role so that it is over when the terms of the last one end. */
export async function openDueElections(site: Site): Promise<void> {
  if (site.lock.breach.length > 0) return
  const terms = await openTerms(site.db)
  for (const [role, [first]] of Map.groupBy(terms, term => term.role)) await openElection(site, role, first!)
}

async function openElection(site: Site, role: string, { proposalId, endsAt }: Term): Promise<void> {
  const { input, title } = await findProposal(site.db, proposalId)
  const proposed = await readProposed(site, { action: electionAction, input: electionOf(input) })
  checkForMembers(proposed)
  const { rules } = proposed
  const leadDays = rules.discussionDays + rules.votingDays + rules.lockDays + spareDays
  const now = site.now()
  const begins = daysAfter(endsAt, -leadDays)
  if (now.toISOString() < begins) return
  const last = (await listProposals(site.db, { action: electionAction, limit: 100 })).find(one => one.input.role === role)
  if (last && !isOver(last, begins, daysAfter(now, -againDays))) return
  await site.db.transaction(async trx => {
    const electors = await listElectors(trx, site.lock.charter, proposed.rulesClass, now)
    if (electors.length === 0) return
    const dueAt = daysAfter(now, rules.discussionDays)
    await putToMembers(site, trx, { ...proposed, title, action: electionAction, proposedBy: null, electors, dueAt })
  })
  await site.refresh()
}

function electionOf({ role, seats, days }: Record<string, unknown>): Record<string, unknown> {
  return { role, seats, days }
}

/** Whether another one may begin: this one was before the time for it, or came to nothing a while ago. */
function isOver({ publishedAt, settledAt, state }: Proposal, begins: string, longAgo: string): boolean {
  if (['published', 'voting', 'passed'].includes(state)) return false
  return publishedAt < begins || (settledAt !== null && settledAt < longAgo)
}
