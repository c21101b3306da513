import type { Host } from '../plugin-contract/host.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { PluginGuard } from '../plugin-health/plugin-guard.ts'

/** What a plugin asks of the site while it works. Made by the nouns, because the ground does not know them. */
export type HostCalls = Pick<
  Host,
  | 'data'
  | 'policies'
  | 'subjects'
  | 'tables'
  | 'addJob'
  | 'consents'
  | 'memberSettings'
  | 'notify'
  | 'say'
  | 'members'
  | 'entries'
  | 'act'
  | 'proposals'
>

export type MakeHostCalls = (manifest: Manifest, guard: PluginGuard) => HostCalls
