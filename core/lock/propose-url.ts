import { findAction } from '../actions/act.ts'
import type { Site } from '../site.ts'
import { authorityUnder } from './charter.ts'
import { membersDecide, whoDecides } from './under-lock.ts'

/** Where members propose this, when it is theirs to decide; nothing while the site is being founded, and where no vote is needed. */
export function proposeUrl(site: Site, name: string, input: Record<string, string> = {}): string | undefined {
  if (site.lock.founding.open || !membersDecide(whoDecides(site, findAction(name), input))) return undefined
  return `/governance/propose?${new URLSearchParams({ action: name, ...input })}`
}

/** What has a better form than its own. */
const places: Readonly<Record<string, string>> = {
  'look.publish': '/themes/edit',
  'look.restore': '/themes/history',
  'plugin.install': '/packages',
  'plugin.update': '/packages',
}

/** Which of these actions are the members' to decide now, with where they propose them; empty while the site is being founded. */
export function listDecided(site: Site, names: readonly string[]): { title: string; url: string }[] {
  if (site.lock.founding.open) return []
  return names.flatMap(name => {
    const { title, authority, decidedAs = name } = findAction(name)
    if (!membersDecide(authorityUnder(site.lock.charter, { name: decidedAs, authority }))) return []
    return [{ title, url: places[name] ?? `/governance/propose?${new URLSearchParams({ action: name })}` }]
  })
}
