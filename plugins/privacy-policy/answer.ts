import type { PluginPolicy, Row } from 'core/api'

/** What a member said to one version of a policy. */
export type Answer = Row<{ memberId: string; kind: string; version: number; answer: 'accepted' | 'declined' }>

/** How a member stands to one policy. */
export interface Standing {
  policy: PluginPolicy
  /** The newest version that is known: the coming one, or the one that holds. */
  version: number
  effectiveAt: string
  holds: boolean
  /** Their answer to it; `joined` when it held already when they came. */
  answer: 'accepted' | 'declined' | 'joined' | 'none'
  answeredAt?: string
}

/** Where a member stands who joined at a time and gave these answers. */
export function standings(policies: readonly PluginPolicy[], joinedAt: string, answers: readonly Answer[]): Standing[] {
  return policies.map(policy => {
    const { version, effectiveAt } = policy.coming ?? policy.current
    const given = answers.find(one => one.kind === policy.kind && one.version === version)
    const answer = given?.answer ?? (effectiveAt <= joinedAt ? 'joined' : 'none')
    return { policy, version, effectiveAt, holds: !policy.coming, answer, ...(given && { answeredAt: given.updatedAt }) }
  })
}

/**
 * What keeps a member from posting: the version that holds was declined, or has no answer yet. Who accepted a later version has
 * accepted what holds until then.
 */
export function obstacle(policies: readonly PluginPolicy[], joinedAt: string, answers: readonly Answer[]): 'declined' | 'none' | undefined {
  const open = policies.flatMap(({ kind, current }) => {
    if (current.effectiveAt <= joinedAt) return []
    const own = answers.filter(one => one.kind === kind && one.version >= current.version)
    if (own.some(one => one.answer === 'accepted')) return []
    return [own.some(one => one.version === current.version) ? ('declined' as const) : ('none' as const)]
  })
  return open.includes('declined') ? 'declined' : open[0]
}

/** Whether anybody who joined then could have something to answer: else nothing needs to be read. */
export function isAsked(policies: readonly PluginPolicy[], joinedAt: string): boolean {
  return policies.some(({ current, coming }) => (coming ?? current).effectiveAt > joinedAt)
}
