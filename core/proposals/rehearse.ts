import type { Action, Change } from '../actions/action.ts'
import { makeExecutor } from '../lock/executor-actor.ts'
import type { Site } from '../site.ts'

/** What an action would change if the members decided it. Leaves everything as it is. */
export async function rehearse(site: Site, action: Action, input: Record<string, unknown>): Promise<Change[]> {
  const { changes } = await action(site, makeExecutor(), input, { dryRun: true, reason: 'Proposed.' })
  return changes
}
