import type { Logger } from 'pino'
import { lowerAsync } from './lower-async.ts'
import { Sandbox } from './sandbox.ts'
import type { SandboxError } from './sandbox-error.ts'
import { defaultLimits, type SandboxLimits } from './sandbox-limits.ts'
import { workerCode } from './worker-code.ts'

/** Who hears about a sandbox. */
export interface SandboxWatch {
  /** Of failures that no call reports: the worker had to be stopped, and nobody waited for it. */
  onFailure?: (error: SandboxError) => void
  /** A promise was rejected, and nobody waited for it. */
  onForgotten?: (error: Error) => void
  /** What was used since the last time: milliseconds of computing, and calls of the site. */
  onUse?: (milliseconds: number, calls: number) => void
}

export interface SandboxOptions extends SandboxWatch {
  /** Name of the plugin. */
  name: string
  /** One file, an ES module that exports the plugin as its default and imports nothing but `core/api`. Text, never bytecode. */
  code: string
  log: Logger
  limits?: Partial<SandboxLimits>
  /** What the clock of the plugin shows, in milliseconds; it stands still during a call. */
  now?: () => number
}

/** Makes a sandbox for one plugin. Its code runs when it is activated. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const code = await lowerAsync(options.code)
  return new Sandbox({ ...options, code }, { ...defaultLimits, ...options.limits }, await workerCode())
}
