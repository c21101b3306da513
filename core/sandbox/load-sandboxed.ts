import type { Host, Plugin } from '../plugin-contract/host.ts'
import { bundleEntry } from '../plugin-kit/bundle-entry.ts'
import type { FoundPlugin } from '../plugins/find-plugins.ts'
import type { Site } from '../site.ts'
import { sandboxedHost } from './sandboxed-host.ts'
import { type SandboxWatch, startSandbox } from './start-sandbox.ts'

/** A plugin like any other, which runs in a sandbox of its own. `watch` hears of what no call of it reports, and of what it used. */
export async function loadSandboxed(site: Site, found: FoundPlugin, watch: SandboxWatch): Promise<Plugin> {
  const { folder, manifest, name } = found
  const code = (await bundleEntry(folder, manifest)).toString()
  const sandbox = await startSandbox({ name, code, log: site.log, now: () => site.now().getTime(), ...watch })
  const plugin = {
    activate: (host: Host) => sandbox.activate(sandboxedHost(host, manifest)),
    selfTest: () => sandbox.selfTest(),
    deactivate: () => sandbox.stop(),
  }
  return plugin
}
