import { standInElection } from '../elections/stand-in-election.ts'
import { type PolicyKind, policyAt } from '../policies/policy.ts'
import { type CastBallotInput, castBallot, isElector } from '../proposals/cast-ballot.ts'
import { findProposal } from '../proposals/proposal.ts'
import { publishProposal } from '../proposals/publish-proposal.ts'
import { DemoChance } from './demo-chance.ts'
import type { DemoProposal } from './demo-community.ts'
import { send } from './demo-deed.ts'
import { actorOf, type DemoStory, timeOf } from './demo-story.ts'
import type { Happening } from './happening.ts'

/** Everybody who votes does so within so many days. */
const votingDays = 5

/** What members propose and say about it. What follows the site does by itself, day by day. */
export function proposals(story: DemoStory): Happening[] {
  return story.content.community.proposals.flatMap(proposal => {
    const { author, age, comments, candidates = [] } = proposal
    const id = (): string => story.proposals.get(proposal)!
    const at = (when: string, run: () => Promise<unknown>): Happening => ({
      at: timeOf(story, when),
      run: async () => {
        await run()
      },
    })
    return [
      at(age, async () => story.proposals.set(proposal, await propose(story, author, proposal))),
      ...comments.map(({ by, age: said, body }) => at(said, () => send(story, by, `/governance/proposals/${id()}/comments`, { body }))),
      ...candidates.map(({ who, age: stood, statement }) =>
        at(stood, () => standInElection(story.site, actorOf(story, who), { proposalId: id(), statement })),
      ),
    ]
  })
}

async function propose(
  story: DemoStory,
  author: string,
  { title, action, input = {}, options, adds, sponsors }: DemoProposal,
): Promise<string> {
  const { site } = story
  const holds = adds && policyAt(site.lock, adds.kind as PolicyKind, site.now()).current!.value.text
  const { id } = await publishProposal(site, actorOf(story, author), {
    title,
    action,
    input: adds ? { kind: adds.kind, text: `${holds!.trimEnd()}\n${adds.text}` } : input,
    ...(options && { options }),
    sponsors: sponsors.map(handle => actorOf(story, handle).id),
  })
  return id
}

/** Some of those who can vote do so today. */
export async function voteToday(story: DemoStory): Promise<void> {
  for (const [proposal, proposalId] of story.proposals) {
    const { state } = await findProposal(story.site.db, proposalId)
    if (state !== 'voting') continue
    const ballots = ballotsOf(proposal)
    const voters = await votersOf(story, proposal, proposalId)
    const rows: { count: number | string }[] = await story.site.db('ballots').where({ proposalId }).count('* as count')
    const cast = Number(rows[0]?.count ?? 0)
    const today = ballots.slice(cast, cast + Math.ceil(ballots.length / votingDays))
    for (const [index, ballot] of today.entries()) {
      const voter = voters[cast + index]
      if (voter) await castBallot(story.site, actorOf(story, voter), { proposalId, ...ballot })
    }
  }
}

async function votersOf({ site, actors }: DemoStory, { title }: DemoProposal, proposalId: string): Promise<string[]> {
  const able: string[] = []
  for (const [handle, { id }] of actors) if (await isElector(site.db, proposalId, id)) able.push(handle)
  return new DemoChance(`votes about ${title}`).shuffle(able)
}

type DemoBallot = Omit<CastBallotInput, 'proposalId'>

/** Every ballot, in an order that does not tell how it will end. */
function ballotsOf({ title, votes, ranks = [], approves = [] }: DemoProposal): DemoBallot[] {
  const words = Object.entries(votes ?? {}) as ['yes' | 'no' | 'abstain', number][]
  const ballots = [
    ...words.flatMap(([choice, of]) => times(of, { choice })),
    ...ranks.flatMap(({ ways, of }) => times(of, { ranks: Object.fromEntries([...ways, 'keep'].map((way, place) => [way, place + 1])) })),
    ...approves.flatMap(({ answers, of }) => times(of, { approves: answers.map(String) })),
  ]
  return new DemoChance(`ballots about ${title}`).shuffle(ballots)
}

function times(count: number, ballot: DemoBallot): DemoBallot[] {
  return Array.from({ length: count }, () => ballot)
}
