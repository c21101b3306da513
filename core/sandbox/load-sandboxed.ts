import type { FoundPlugin } from '../plugins/find-plugins.ts'
import type { Host, Plugin } from '../plugins/host.ts'
import type { Site } from '../site.ts'
import { bundleSandboxed } from './bundle-sandboxed.ts'
import { sandboxedHost } from './sandboxed-host.ts'
import { type SandboxOptions, startSandbox } from './start-sandbox.ts'

/** A plugin like any other, which runs in a sandbox of its own. `onFailure` hears of what no call of it reports. */
export async function loadSandboxed(site: Site, found: FoundPlugin, onFailure?: SandboxOptions['onFailure']): Promise<Plugin> {
  const { folder, manifest, name } = found
  const code = await bundleSandboxed(folder, manifest.entry)
  const sandbox = await startSandbox({ name, code, log: site.log, now: () => site.now().getTime(), ...(onFailure && { onFailure }) })
  const plugin = {
    activate: (host: Host) => sandbox.activate(sandboxedHost(host)),
    selfTest: () => sandbox.selfTest(),
    deactivate: () => sandbox.stop(),
  }
  return plugin
}
