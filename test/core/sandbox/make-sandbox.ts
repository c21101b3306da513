import { pino } from 'pino'
import type { Sandbox } from '../../../core/sandbox/sandbox.ts'
import type { SandboxFailure } from '../../../core/sandbox/sandbox-error.ts'
import type { SandboxLimits } from '../../../core/sandbox/sandbox-limits.ts'
import { startSandbox } from '../../../core/sandbox/start-sandbox.ts'

interface Teardown {
  teardown(fn: () => Promise<unknown> | unknown): void
}

type Call = (...values: unknown[]) => Promise<unknown>

export interface TestSandbox {
  sandbox: Sandbox
  /** Calls what `activate` registered by `host.on(name, …)`. */
  call(name: string, ...values: unknown[]): Promise<unknown>
  /** How often the site was asked to register something. */
  registered: string[]
  failures: SandboxFailure[]
  /** Messages of promises that it forgot. */
  forgotten: string[]
  /** What it used altogether. */
  used: { milliseconds: number; calls: number }
  lines: unknown[][]
}

export interface TestSandboxOptions {
  limits?: Partial<SandboxLimits>
  /** More of a host. */
  host?: object
}

/** A sandbox without a site: its host registers by `on`, and has a log. `activate` is the body of that function. */
export async function makeSandbox(t: Teardown, activate: string, { limits, host }: TestSandboxOptions = {}): Promise<TestSandbox> {
  const on: Record<string, Call> = {}
  const registered: string[] = []
  const failures: SandboxFailure[] = []
  const forgotten: string[] = []
  const used = { milliseconds: 0, calls: 0 }
  const lines: unknown[][] = []
  const log = Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map(level => [level, (...line: unknown[]) => lines.push([level, ...line])]),
  )
  const sandbox = await startSandbox({
    name: 'boxed',
    code: `import { OutsideError } from 'core/api'; export default { async activate(host) { ${activate} } }`,
    log: pino({ level: 'silent' }),
    ...(limits && { limits }),
    now: () => Date.UTC(2026, 0, 1),
    onFailure: ({ kind }) => failures.push(kind),
    onForgotten: ({ message }) => forgotten.push(message),
    onUse: (milliseconds, calls) => {
      used.milliseconds += milliseconds
      used.calls += calls
    },
  })
  t.teardown(() => sandbox.stop())
  await sandbox.activate({
    plugin: { name: 'boxed', version: '1.0.0' },
    settings: { words: ['a'] },
    log,
    on(name: string, handler: Call) {
      if (name === 'taken') throw new Error('"taken" is registered already.')
      registered.push(name)
      on[name] = handler
    },
    ...host,
  })
  const call = async (name: string, ...values: unknown[]): Promise<unknown> => on[name]!(...values)
  return { sandbox, call, registered, failures, forgotten, used, lines }
}
