import type { PluginCandidate, PluginProposal } from 'core/api'

export const electionAction = 'role.elect'

interface Reading {
  candidates: readonly PluginCandidate[]
  readerId: string | undefined
  isElector: boolean
}

/** Who stands in an election, who was asked, and what the reader can do about it. */
export function electionView({ action, state, input, rules }: PluginProposal, { candidates, readerId, isElector }: Reading) {
  if (action !== electionAction) return undefined
  const own = candidates.find(({ member }) => member.id === readerId)
  return {
    role: input.role,
    seats: input.seats,
    days: input.days,
    standing: candidates.filter(({ acceptedAt }) => acceptedAt),
    asked: candidates.filter(({ acceptedAt }) => !acceptedAt),
    isOpen: state === 'published',
    discussionDays: rules.discussionDays,
    canStand: state === 'published' && isElector,
    stands: own?.acceptedAt !== undefined,
    wasAsked: own !== undefined && own.acceptedAt === undefined,
    statement: own?.statement,
  }
}
