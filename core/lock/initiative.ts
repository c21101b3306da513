import type { Action } from '../actions/action.ts'
import type { Site } from '../site.ts'
import type { Charter, Decides } from './charter.ts'
import { membersDecide, whoDecides } from './under-lock.ts'

/**
 * Who decides about this when a member proposes it: as the charter says, and where operators decide, the members too, if the charter lets
 * them bring it up by themselves.
 */
export function decidesWhenProposed(
  site: Site,
  action: Pick<Action, 'name' | 'title' | 'authority' | 'facets' | 'undo'>,
  input: unknown,
): Decides {
  const decides = whoDecides(site, action, input)
  if (membersDecide(decides) || decides !== 'operations') return decides
  const broughtUp = initiativeUnder(site.lock.charter, action.name) ?? decides
  return broughtUp === 'silence' && !action.undo ? 'ballot' : broughtUp
}

/** How members bring up by themselves what operators decide; nothing when they do not. */
export function initiativeUnder({ initiative = {} }: Charter, name: string): 'silence' | 'ballot' | undefined {
  return initiative[name] ?? initiative[`${name.split('.')[0]}.*`]
}
