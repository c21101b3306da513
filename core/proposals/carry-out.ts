import { act, maybeAction } from '../actions/act.ts'
import type { Outcome } from '../actions/action.ts'
import { may } from '../actions/permissions.ts'
import type { MemberActor } from '../actor.ts'
import { conflict, forbidden, SiteError } from '../errors.ts'
import { whoDecides } from '../lock/under-lock.ts'
import type { Site } from '../site.ts'

export interface CarryOut {
  action: string
  input: Record<string, unknown>
  /** Id of the member who suggested it. */
  author: string
  byPlugin: string
}

/** Somebody who holds the permission does at once what another member suggested. Refused for what is not theirs to decide. */
export async function carryOut(site: Site, actor: MemberActor, { action: name, input, author, byPlugin }: CarryOut): Promise<Outcome> {
  const action = maybeAction(site, name)
  if (!action) throw new SiteError(404, 'action-not-found', `There is no action called "${name}".`)
  if (!canCarryOut(site, actor, name, input)) {
    if (!may(actor, action.permission)) throw forbidden(`${action.title}: this needs the permission "${action.permission}".`)
    throw conflict(`${action.title}: this is not for one person to decide.`)
  }
  return act(site, actor, name, input, { author, byPlugin, reason: 'Suggested by a member.' })
}

/** Whether this member could do it now. */
export function canCarryOut(site: Site, actor: MemberActor, name: string, input: Record<string, unknown>): boolean {
  const action = maybeAction(site, name)
  return action !== undefined && may(actor, action.permission) && whoDecides(site, action, input) === 'operations'
}
