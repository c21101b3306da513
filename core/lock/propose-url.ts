import { findAction } from '../actions/act.ts'
import type { Site } from '../site.ts'
import { membersDecide, whoDecides } from './under-lock.ts'

/** Where members propose this, when it is theirs to decide; nothing while the site is being founded, and where no vote is needed. */
export function proposeUrl(site: Site, name: string, input: Record<string, string> = {}): string | undefined {
  if (site.lock.founding.open || !membersDecide(whoDecides(site, findAction(name), input))) return undefined
  return `/governance/propose?${new URLSearchParams({ action: name, ...input })}`
}
