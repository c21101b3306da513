import type { MemberActor } from '../actor.ts'
import { listCandidacies } from '../elections/candidacy.ts'
import { leaveElection, standInElection } from '../elections/stand-in-election.ts'
import { openTerms } from '../elections/term.ts'
import { actInEmergency } from '../emergencies/act-in-emergency.ts'
import { listEmergencies } from '../emergencies/emergency.ts'
import type { PluginProposals } from '../plugin-contract/proposals.ts'
import type { Site } from '../site.ts'
import { findPeople, personOf, showEmergency } from './show-proposals.ts'

type Calls = Pick<PluginProposals, 'stand' | 'leave' | 'candidates' | 'terms' | 'emergency' | 'emergencies'>

/** What a plugin asks about who is elected, and about what was done before anybody could vote. */
export function makeElectionCalls(site: Site, actorOf: (memberId: string) => Promise<MemberActor>): Calls {
  return {
    stand: async ({ as, ...asked }) => standInElection(site, await actorOf(as), asked),
    leave: async ({ as, proposalId }) => leaveElection(site, await actorOf(as), { proposalId }),
    async candidates(proposalId) {
      const rows = await listCandidacies(site.db, proposalId)
      const people = await findPeople(
        site,
        rows.map(({ memberId }) => memberId),
      )
      return rows.map(({ memberId, statement, acceptedAt }) => ({
        member: personOf(people, memberId),
        ...(statement && { statement }),
        ...(acceptedAt && { acceptedAt }),
      }))
    },
    async terms() {
      const terms = await openTerms(site.db)
      const people = await findPeople(
        site,
        terms.map(({ memberId }) => memberId),
      )
      return terms.map(({ memberId, role, proposalId, beganAt, endsAt }) => ({
        member: personOf(people, memberId),
        ...{ role, roleTitle: site.roles.get(role)?.title ?? role, proposalId, beganAt, endsAt },
      }))
    },
    async emergency({ as, ...asked }) {
      const { proposalId } = await actInEmergency(site, await actorOf(as), asked)
      return { proposalId }
    },
    async emergencies(query) {
      const found = await listEmergencies(site.db, query)
      const people = await findPeople(
        site,
        found.map(({ doneBy }) => doneBy),
      )
      return found.map(emergency => showEmergency(emergency, people))
    },
  }
}
