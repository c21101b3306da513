import { problemFor } from './crossing-errors.ts'
import { DescribedHost } from './described-host.ts'
import { GuestThread, type ThreadOwner } from './guest-thread.ts'
import { SandboxError, type SandboxFailure } from './sandbox-error.ts'
import { type Handler, SandboxHandlers } from './sandbox-handlers.ts'
import type { SandboxLimits } from './sandbox-limits.ts'
import { activate, deactivate, type GuestAsk, selfTest } from './sandbox-messages.ts'
import type { SandboxOptions } from './start-sandbox.ts'
import { type AnyFunction, type Crossing, pack, unpack } from './wire.ts'
import type { WorkerCode } from './worker-code.ts'

/** Keys of a line of the log that are the site's to write. */
const logKeys = new Set(['level', 'time', 'pid', 'hostname', 'plugin', 'msg', 'error', 'err', 'toJSON'])

/** What a host has besides functions that are called. */
interface HostWithOwnWays {
  log?: Record<string, (values: object, message: string) => void>
  use?: (name: string) => object
}

/** One sandboxed plugin. Its worker comes and goes; what it registered stays. */
export class Sandbox implements ThreadOwner {
  readonly #options: SandboxOptions
  readonly #code: WorkerCode
  readonly #limits: SandboxLimits
  readonly #handlers = new SandboxHandlers()
  #host: HostWithOwnWays = {}
  #described: DescribedHost | undefined
  #thread: GuestThread | undefined
  #waking: Promise<GuestThread> | undefined
  /** When workers were started, within the last minute. */
  #starts: number[] = []
  #activating: { thread: GuestThread; refused?: Error } | undefined
  #isFirst = true
  #stopped = false
  #idle: NodeJS.Timeout | undefined

  constructor(options: SandboxOptions, limits: SandboxLimits, code: WorkerCode) {
    this.#options = options
    this.#limits = limits
    this.#code = code
  }

  /** Runs the plugin's `activate` with this host. Throws what it throws, and what the host refuses. */
  async activate(host: object): Promise<void> {
    this.#host = host as HostWithOwnWays
    this.#described = new DescribedHost(host)
    await this.#wake()
  }

  /** Calls a handler by its id, as `activate` registered it. The result is plain. Throws SandboxError when a limit is met. */
  async call(id: number, values: unknown[]): Promise<unknown> {
    const handler = this.#handlers.find(id)
    if (!handler) throw new Error(`The plugin "${this.#options.name}" has no handler ${id}.`)
    return this.#call(handler, values)
  }

  /** Runs the plugin's `selfTest`, when it has one. Throws what it throws. */
  async selfTest(): Promise<void> {
    await this.#call({ id: 0, label: 'selfTest', method: 'selfTest', number: selfTest }, [])
  }

  /** The plugin's own clean-up, when it is awake to do it, and the end of its worker. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#idle)
    const thread = this.#thread
    if (!thread) return
    try {
      if (!this.#activating) await this.#ask(thread, { id: 0, label: 'deactivate', method: 'deactivate', number: deactivate }, [], 5000)
    } finally {
      thread.end()
      await thread.gone
    }
  }

  async answer(ask: GuestAsk, thread: GuestThread): Promise<Crossing> {
    const answer = await this.#answer(ask, thread)
    if (sizeOf(answer) > this.#limits.incoming) throw new Error('The answer is larger than a sandboxed plugin may get.')
    return answer
  }

  async #answer(ask: GuestAsk, thread: GuestThread): Promise<Crossing> {
    if (ask.target.startsWith('@')) return this.#callHanded(ask, thread)
    if (ask.target === 'use') return pack(await this.#use(unpack(ask, refuseFunction) as unknown[]), refuseName)
    return pack(await this.#callHost(ask, thread), refuseName)
  }

  describeProblem(error: unknown): Crossing {
    const problem = problemFor(error)
    this.#options.log.debug({ error, plugin: this.#options.name }, 'the site refused or failed a call of a sandboxed plugin')
    return { text: JSON.stringify(problem), bytes: [] }
  }

  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, values: string): void {
    const given = values === '' ? {} : unpack({ text: values, bytes: [] }, leaveOut)
    const own = Object.entries(given ?? {}).filter(([key]) => !logKeys.has(key))
    this.#host.log?.[level]?.(Object.fromEntries(own), message)
  }

  failure(kind: SandboxFailure, label: string): SandboxError {
    const { name } = this.#options
    const at = label === '' ? '' : ` in ${label}`
    return new SandboxError(kind, name, `The plugin "${name}" ${sentence(kind, this.#limits, label)}${at}.`)
  }

  used(milliseconds: number, calls: number): void {
    this.#options.onUse?.(milliseconds, calls)
  }

  forgotten(error: Error): void {
    // What is refused during `activate` is why it does not start.
    if (!this.#activating?.refused) this.#options.onForgotten?.(error)
  }

  ended(thread: GuestThread, error: SandboxError | undefined, isKnown: boolean): void {
    if (this.#thread === thread) this.#thread = undefined
    if (!error || this.#stopped) return
    this.#options.log.warn({ error, plugin: this.#options.name }, 'a sandboxed plugin was stopped and starts anew when it is needed')
    if (!isKnown) this.#options.onFailure?.(error)
  }

  async #call(handler: Handler, values: unknown[]): Promise<unknown> {
    const thread = await this.#awake()
    if (thread.open >= this.#limits.openCalls) throw this.failure('busy', handler.label)
    return this.#ask(thread, handler, values, this.#limits.callMs)
  }

  async #ask(thread: GuestThread, handler: Handler, values: unknown[], ms: number): Promise<unknown> {
    const handed: AnyFunction[] = []
    const packed = pack(values, thing => `@${handed.push(thing) - 1}`)
    if (sizeOf(packed) > this.#limits.incoming)
      throw new Error(`What ${handler.label} should be handed is larger than a sandboxed plugin may get.`)
    const cpuMs = this.#limits.cpuMs[handler.method] ?? this.#limits.otherCpuMs
    const now = this.#options.now?.() ?? Date.now()
    this.#rest()
    return unpack(await thread.call({ handler: handler.number, label: handler.label, packed, handed, cpuMs, ms, now }), refuseFunction)
  }

  /** The worker, started when there is none. */
  async #awake(): Promise<GuestThread> {
    if (this.#stopped) throw new Error(`The plugin "${this.#options.name}" is switched off.`)
    // During the first start the host may call what was just registered; later, handlers wait until they are bound to the new worker.
    if (this.#thread && (this.#isFirst || !this.#activating)) return this.#thread
    this.#waking ??= this.#wake().finally(() => {
      this.#waking = undefined
    })
    return this.#waking
  }

  async #wake(): Promise<GuestThread> {
    const now = performance.now()
    this.#starts = this.#starts.filter(at => now - at < 60_000)
    if (this.#starts.length >= this.#limits.startsPerMinute) throw this.failure('resting', '')
    this.#starts.push(now)
    const { code } = this.#options
    const thread = new GuestThread(this.#code, { code, host: this.#described!.text, limits: this.#limits }, this)
    this.#thread = thread
    this.#handlers.begin()
    const activating: { thread: GuestThread; refused?: Error } = { thread }
    this.#activating = activating
    const { startCpuMs: cpuMs, startMs: ms } = this.#limits
    const packed = { text: '', bytes: [] }
    try {
      await thread.call({ handler: activate, label: 'activate', packed, handed: [], cpuMs, ms, now: this.#options.now?.() ?? Date.now() })
      if (activating.refused) throw activating.refused
    } catch (error) {
      thread.end()
      throw error
    } finally {
      this.#activating = undefined
    }
    this.#isFirst = false
    this.#rest()
    return thread
  }

  /** Calls a function of the host. During `activate` it may register, which a worker that takes over does not do again. */
  async #callHost(ask: GuestAsk, thread: GuestThread): Promise<unknown> {
    const activating = this.#activating?.thread === thread ? this.#activating : undefined
    if (!activating) return this.#described!.call(ask.target, unpack(ask, refuseFunction) as unknown[])
    let result: unknown
    try {
      const { handlers, known } = this.#handlers.note(ask.target, ask.text, this.#isFirst)
      if (known) return undefined
      const values = unpack(ask, number => this.#revive(handlers.find(handler => handler.number === number)!)) as unknown[]
      result = this.#described!.call(ask.target, values)
      if (result === undefined) this.#handlers.keep(ask.target)
    } catch (error) {
      // What is refused at once is a registration; the plugin does not wait for its answer.
      activating.refused ??= error as Error
      throw error
    }
    return result
  }

  #revive(handler: Handler): AnyFunction {
    return (...values: unknown[]) => this.#call(handler, values)
  }

  async #callHanded(ask: GuestAsk, thread: GuestThread): Promise<Crossing> {
    const [call, number] = ask.target.slice(1).split('.').map(Number)
    const thing = thread.handed(call!, number!)
    if (!thing) throw new Error('This function could be used only until the call it came with was answered.')
    return pack(await Reflect.apply(thing, undefined, unpack(ask, refuseFunction) as never[]), refuseName)
  }

  async #use([name, method, ...values]: unknown[]): Promise<unknown> {
    let thing: Record<string, unknown>
    try {
      if (!this.#host.use) throw new Error('host.use is not there.')
      thing = this.#host.use(String(name)) as Record<string, unknown>
    } catch (error) {
      if (this.#activating) this.#activating.refused ??= error as Error
      throw error
    }
    if (method === undefined) return undefined
    const found = typeof method === 'string' && !Object.hasOwn(Object.prototype, method) ? thing[method] : undefined
    if (typeof found !== 'function') throw new Error(`What "${name}" provides has no method "${method}".`)
    return Reflect.apply(found, thing, values)
  }

  /** A worker that nobody needs gives its memory back. */
  #rest(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => {
      if (this.#thread?.open === 0) this.#thread.end()
      else this.#rest()
    }, this.#limits.idleMs)
    this.#idle.unref()
  }
}

function sizeOf({ text, bytes }: Crossing): number {
  return bytes.reduce((sum, one) => sum + one.byteLength, text.length)
}

/** A line of the log is written whatever is in it. */
function leaveOut(): AnyFunction {
  return undefined as unknown as AnyFunction
}

function refuseFunction(): never {
  throw new Error('Functions can be handed to the site only in activate.')
}

function refuseName(): never {
  throw new Error('The site has a function to hand over, which a sandboxed plugin cannot take here.')
}

function sentence(kind: SandboxFailure, limits: SandboxLimits, label: string): string {
  const cpuMs = label === 'activate' ? limits.startCpuMs : (limits.cpuMs[label.split(' ')[0] ?? ''] ?? limits.otherCpuMs)
  const sentences: Record<SandboxFailure, string> = {
    cpu: `took more than its ${cpuMs} ms of computing time`,
    memory: `used more than its ${limits.memoryMb} MB of memory`,
    stack: 'called its own functions too deep',
    output: `handed over more than ${limits.outgoing} characters, ${limits.parts} parts or ${limits.depth} levels, or a key "__proto__"`,
    calls: `called the site more than ${limits.asks} times, or too often at once,`,
    time: `gave no result within ${(label === 'activate' ? limits.startMs : limits.callMs) / 1000} seconds`,
    lost: 'ran out of memory, or waits for something that never comes,',
    busy: `cannot keep up: ${limits.openCalls} calls wait for it already`,
    stuck: 'did not stop working when its time was over, and was stopped',
    stopped: 'was stopped because of another call, or switched off,',
    crashed: 'ended in an unexpected way',
    resting: `was started ${limits.startsPerMinute} times within a minute and rests`,
  }
  return sentences[kind]
}
