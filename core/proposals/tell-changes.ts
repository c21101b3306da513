import { maybeAction } from '../actions/act.ts'
import type { Change } from '../actions/action.ts'
import { SiteError } from '../errors.ts'
import type { PluginChange } from '../plugin-contract/proposals.ts'
import type { Site } from '../site.ts'
import { describeChanges } from './describe-changes.ts'

interface Proposed {
  action: string
  input: Record<string, unknown>
  changes: readonly Change[]
}

/** What a change does, for people: as its action tells it, or by what is so before and after. */
export async function tellChanges(site: Site, { action: name, input, changes }: Proposed): Promise<PluginChange[]> {
  const told = await known(() => maybeAction(site, name)?.tell?.({ site, input: input as never }))
  return told ?? describeChanges(changes)
}

/** Why it does not fit the state of the site any more, as far as that can be said without trying it. */
export async function whyUnfit(site: Site, { action: name, input }: Omit<Proposed, 'changes'>): Promise<string | undefined> {
  return maybeAction(site, name)?.fits?.({ site, input: input as never })
}

/** What it was about may be gone. */
async function known<Value>(read: () => Promise<Value> | undefined): Promise<Value | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof SiteError) return undefined
    throw error
  }
}
