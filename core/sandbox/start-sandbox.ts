import type { Logger } from 'pino'
import { Sandbox } from './sandbox.ts'
import type { SandboxError } from './sandbox-error.ts'
import { defaultLimits, type SandboxLimits } from './sandbox-limits.ts'
import { workerCode } from './worker-code.ts'

export interface SandboxOptions {
  /** Name of the plugin. */
  name: string
  /** One file, an ES module that exports the plugin as its default and imports nothing but `core/api`. Text, never bytecode. */
  code: string
  log: Logger
  limits?: Partial<SandboxLimits>
  /** What the clock of the plugin shows, in milliseconds; it stands still during a call. */
  now?: () => number
  /** Hears of failures that no call reports: the worker had to be stopped, and nobody waited for it. */
  onFailure?: (error: SandboxError) => void
}

/** Makes a sandbox for one plugin. Its code runs when it is activated. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  return new Sandbox(options, { ...defaultLimits, ...options.limits }, await workerCode())
}
