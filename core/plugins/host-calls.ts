import type { Host } from './host.ts'
import type { Manifest } from './manifest.ts'
import type { PluginGuard } from './plugin-guard.ts'

/** What a plugin asks of the site while it works. Made by the nouns, because the ground does not know them. */
export type HostCalls = Pick<Host, 'data' | 'addJob' | 'memberSettings' | 'notify' | 'members' | 'entries'>

export type MakeHostCalls = (manifest: Manifest, guard: PluginGuard) => HostCalls
