import { listActions } from '../actions/act.ts'
import type { Emergency } from '../emergencies/emergency.ts'
import { quorumOf } from '../lock/tally.ts'
import type { PluginEmergency, PluginPerson, PluginProposal } from '../plugin-contract/proposals.ts'
import { describeChanges } from '../proposals/describe-changes.ts'
import { pollAction } from '../proposals/poll.ts'
import type { Proposal } from '../proposals/proposal.ts'
import type { Site } from '../site.ts'

type People = ReadonlyMap<string, { id: string; handle: string; name: string }>

/** Proposals as plugins see them, with who proposed them and who stands, in one statement for all. */
export async function showProposals(site: Site, proposals: readonly Proposal[]): Promise<PluginProposal[]> {
  const emergencies: Emergency[] = await site
    .db('emergencies')
    .whereIn(
      'proposalId',
      proposals.map(({ id }) => id),
    )
    .select('*')
  const ids = proposals.flatMap(({ proposedBy, options }) => [proposedBy, ...options.map(({ memberId }) => memberId)])
  const people = await findPeople(site, [...ids, ...emergencies.map(({ doneBy }) => doneBy)])
  const titles = new Map(listActions(site).map(action => [action.name, action.title]))
  return proposals.map(({ proposedBy, changes, options, ...proposal }) => {
    const present = Object.fromEntries(Object.entries(proposal).filter(([, value]) => value !== null)) as unknown as PluginProposal
    const emergency = emergencies.find(({ proposalId }) => proposalId === proposal.id)
    const person = people.get(proposedBy ?? '')
    return {
      ...present,
      actionTitle: proposal.action === pollAction ? 'A question to the members' : (titles.get(proposal.action) ?? proposal.action),
      changes: describeChanges(changes),
      options: options.map(({ memberId, changes: ofOption, ...option }) => ({
        ...option,
        ...(memberId && { member: personOf(people, memberId) }),
        ...(ofOption && { changes: describeChanges(ofOption) }),
      })),
      quorum: proposal.tally?.quorum ?? quorumOf(proposal.electors, proposal.rules),
      ...(person && { proposedBy: person }),
      ...(emergency && { emergency: showEmergency(emergency, people) }),
    }
  })
}

export function showEmergency({ auditId: _, id: _id, doneBy, endedAt, outcome, ...emergency }: Emergency, people: People): PluginEmergency {
  return {
    ...emergency,
    ...(doneBy && { by: personOf(people, doneBy) }),
    ...(endedAt && { endedAt }),
    ...(outcome && { outcome }),
  }
}

/** Members as others may know them, by id; those who left are not there. */
export async function findPeople({ db }: Site, wanted: readonly (string | null | undefined)[]): Promise<People> {
  const ids = [...new Set(wanted.flatMap(id => id ?? []))]
  if (ids.length === 0) return new Map()
  const rows: { id: string; handle: string; name: string }[] = await db('feeds')
    .whereIn('id', ids)
    .whereNull('removedAt')
    .select('id', 'handle', 'name')
  return new Map(rows.map(row => [row.id, row]))
}

export function personOf(people: People, id: string): PluginPerson {
  return people.get(id) ?? { id }
}
