import type { Change } from '../actions/action.ts'
import type { VotingMethod } from '../ballots/ballot.ts'
import { electionAction, readElection } from '../elections/elect-members.ts'
import { conflict, invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { type BallotClass, ballotClassOf, type Decides, type VotingRules } from '../lock/charter.ts'
import { decidesWhenProposed } from '../lock/initiative.ts'
import { membersDecide } from '../lock/under-lock.ts'
import type { Site } from '../site.ts'
import { type Poll, pollAction, readPoll } from './poll.ts'
import { proposable } from './proposable.ts'
import type { Proposal, ProposalOption } from './proposal.ts'
import { rehearse } from './rehearse.ts'
import { rulesFor, stricter } from './rules-for.ts'

/** What somebody would put to the members. */
export interface Asked {
  action: string
  input: Record<string, unknown>
  /** Several ways to do it, of which the members choose one by ranking. */
  options?: readonly { title: string; input: Record<string, unknown> }[] | undefined
  /** It shall be put to the members: what they do not decide is refused before anything is tried. */
  isForMembers?: boolean
}

/** The same when it was read: how it would be decided, and what it would change. */
export interface Proposed {
  input: Record<string, unknown>
  method: VotingMethod
  options: ProposalOption[]
  seats: number
  decides: Decides
  rulesClass: BallotClass
  rules: VotingRules
  changes: Change[]
}

/** What members decide about. */
export type ForMembers = Proposed & Pick<Proposal, 'decides'>

/** Throws conflict about what members do not decide. */
export function checkForMembers<Asked extends Pick<Proposed, 'decides'>>(asked: Asked): asserts asked is Asked & Pick<Proposal, 'decides'> {
  if (!membersDecide(asked.decides)) throw conflict('No vote is needed about this: those who look after the site can do it.')
}

/** Days that members have longer to learn of a proposal where the site cannot write to them. */
export const daysWithoutMail = 7

/** Reads what somebody wants to put to the members. Throws what keeps it from being done, or that it changes nothing. */
export async function readProposed(site: Site, asked: Asked): Promise<Proposed> {
  const proposed = await readByKind(site, asked)
  const { rules } = proposed
  return site.mailer.enabled ? proposed : { ...proposed, rules: { ...rules, discussionDays: rules.discussionDays + daysWithoutMail } }
}

async function readByKind(site: Site, asked: Asked): Promise<Proposed> {
  if (asked.action === pollAction) return pollOf(site, readPoll(asked.input))
  if (asked.options && asked.options.length > 0) return readRanked(site, asked, asked.options)
  const way = await readWay(site, asked)
  if (asked.action === electionAction) return { ...way, method: 'approval', seats: (await readElection(site, way.input)).seats }
  if (way.changes.length === 0) throw invalid({ input: 'This changes nothing: it is so already.' })
  return way
}

/** One way to change something, as an action would do it. */
async function readWay(site: Site, { action: name, input: raw, isForMembers = false }: Asked): Promise<Proposed> {
  const action = proposable(site, name)
  const input = readInput(action.input, raw) as Record<string, unknown>
  const decides = decidesWhenProposed(site, action, input)
  if (isForMembers) checkForMembers({ decides })
  const rulesClass = ballotClassOf(name, decides)
  const changes = name === electionAction ? [] : await rehearse(site, action, input)
  const rules = rulesFor(site.lock.charter, rulesClass, input)
  return { input, method: 'yes-no', options: [], seats: 0, decides, rulesClass, rules, changes }
}

/** Several ways of one change, under the strictest rules that one of them needs. What can be ranked does not happen by silence. */
async function readRanked(
  site: Site,
  { action, input, isForMembers = false }: Asked,
  options: NonNullable<Asked['options']>,
): Promise<Proposed> {
  if (action === electionAction || options.length < 2) throw invalid({ options: 'Ranking needs at least two ways to do the same.' })
  const ways: Proposed[] = []
  for (const option of options) ways.push(await readByKind(site, { action, input: option.input, isForMembers }))
  const first = ways[0]!
  if (ways.some(way => way.rulesClass !== first.rulesClass)) throw conflict('Other rules hold for some of these. Propose them one by one.')
  if (new Set(ways.map(way => JSON.stringify(way.input))).size < ways.length) throw invalid({ options: 'Two of these are the same.' })
  return {
    ...first,
    input,
    method: 'ranked',
    decides: first.decides === 'silence' ? 'ballot' : first.decides,
    rules: ways.map(way => way.rules).reduce(stricter),
    changes: [],
    options: ways.map((way, index) => ({
      id: `${index + 1}`,
      title: options[index]!.title,
      input: way.input,
      changes: way.changes,
    })),
  }
}

function pollOf({ lock }: Site, poll: Poll): Proposed {
  const rules = { ...lock.charter.rules.ballot, lockDays: 0 }
  const options = poll.answers.map((title, index) => ({ id: `${index + 1}`, title }))
  return { input: { ...poll }, method: 'approval', options, seats: 0, decides: 'ballot', rulesClass: 'ballot', rules, changes: [] }
}
