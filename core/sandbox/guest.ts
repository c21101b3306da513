import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten'
import { Account } from './guest-account.ts'
import { GuestLog } from './guest-log.ts'
import { addNatives, toHandle } from './guest-natives.ts'
import { limitOf, readProblem } from './guest-problem.ts'
import { checkText } from './guest-text.ts'
import {
  activate,
  deactivate,
  type FromGuest,
  type GuestAnswer,
  type GuestCall,
  type GuestLimit,
  type Problem,
  type SandboxStart,
  selfTest,
  type ToGuest,
} from './sandbox-messages.ts'

/** Jobs of promises that run before the clock is looked at again. */
const jobsAtOnce = 50

/** What must fit into the memory of a guest that goes on. */
const probe = ' '.repeat(16_384)

/** Characters of the name of something that is called. */
const longestTarget = 300

/** A plugin inside QuickJS, and everything that is counted about it. Lives in the worker. */
export class Guest {
  readonly #start: SandboxStart
  readonly #post: (message: FromGuest) => void
  readonly #runtime: QuickJSRuntime
  readonly #context: QuickJSContext
  readonly #pulse: Int32Array
  readonly #accounts = new Map<number, Account>()
  /** Who asked for what is not answered yet. */
  readonly #asks = new Map<number, { account: Account; size: number }>()
  readonly #log: GuestLog
  /** How calls ended in this turn: told when it is over, because what they left behind is charged to them. */
  readonly #results = new Map<number, FromGuest>()
  #api!: QuickJSHandle
  /** Whose turn it is. */
  #current = new Account(0, Number.POSITIVE_INFINITY)
  #interrupted = false
  /** A promise was rejected in this turn; most often somebody waits for it. */
  #hasRejected = false
  #isLeaving = false

  constructor(quickjs: QuickJSWASMModule, start: SandboxStart, post: (message: FromGuest) => void) {
    this.#start = start
    this.#post = post
    this.#pulse = new Int32Array(start.pulse)
    this.#log = new GuestLog(start.limits, post)
    this.#runtime = quickjs.newRuntime()
    this.#runtime.setMemoryLimit(start.limits.memoryMb * 1_048_576)
    this.#runtime.setMaxStackSize(start.limits.stackKb * 1024)
    this.#runtime.setInterruptHandler(() => this.#interrupt())
    this.#runtime.setModuleLoader(
      name =>
        start.modules[name] ?? {
          error: new Error(`"${name.slice(1)}" cannot be imported: a sandboxed plugin has its one file, and core/api.`),
        },
      (from, name) => (name === 'core/api' || from.startsWith('tributary:') ? name : `-${name}`),
    )
    this.#context = this.#runtime.newContext()
    this.#prepare()
  }

  receive(message: ToGuest): void {
    if (message.type === 'call') this.#call(message)
    else if (message.type === 'answer') this.#answer(message)
    else this.#accounts.delete(message.call)
  }

  /** Runs our own half of the guest, which waits for calls. */
  #prepare(): void {
    const context = this.#context
    const natives = context.newObject()
    addNatives(context, natives, {
      ask: (ask, target, text, bytes) => this.#ask(ask, target, text, bytes),
      done: (call, text, bytes) => this.#done(call, text, bytes),
      failed: (call, text) => this.#failed(call, text),
      log: (level, message, values) => this.#log.write(level, message, values),
      rejected: () => {
        this.#hasRejected = true
      },
      forgotten: text => this.#forgotten(text),
      // QuickJS counts its own steps, and a call of ours is a long one.
      mayGoOn: () => !this.#interrupt(),
    })
    const module = context.unwrapResult(
      context.evalCode(`export { makeGuest } from 'tributary:guest'`, 'tributary:start', { type: 'module' }),
    )
    const makeGuest = context.getProp(module, 'makeGuest')
    const host = context.newString(this.#start.host)
    this.#api = context.unwrapResult(context.callFunction(makeGuest, context.undefined, natives, host))
    for (const handle of [natives, module, makeGuest, host]) handle.dispose()
  }

  #call({ call, handler, text, bytes, cpuMs, now }: GuestCall): void {
    const account = new Account(call, cpuMs, handler === activate)
    this.#accounts.set(call, account)
    this.#turn(account, () => {
      this.#tell('at', now)
      if (handler === activate) this.#activate(call)
      else if (handler === deactivate) this.#tell('deactivate', call)
      else if (handler === selfTest) this.#tell('selfTest', call)
      else this.#tell('call', call, handler, text, ...bytes)
    })
  }

  #activate(call: number): void {
    const context = this.#context
    const module = context.evalCode(this.#start.code, 'plugin', { type: 'module' })
    if (module.error) {
      this.#broke(module.error)
      return
    }
    const handle = context.newNumber(call)
    const method = context.getProp(this.#api, 'activate')
    const result = context.callFunction(method, this.#api, handle, module.value)
    for (const one of [handle, method, module.value]) one.dispose()
    if (result.error) this.#broke(result.error)
    else result.value.dispose()
  }

  #answer({ ask, fine, text, bytes }: GuestAnswer): void {
    const asked = this.#asks.get(ask)
    if (!asked) return
    this.#asks.delete(ask)
    this.#turn(asked.account, () => this.#tell('answer', ask, fine, text, ...bytes))
  }

  /** Lets the guest work for one of its calls until it has nothing to do, or its time is over. */
  #turn(account: Account, work: () => void): void {
    this.#current = account
    this.#interrupted = false
    account.begin()
    Atomics.add(this.#pulse, 0, 1)
    try {
      work()
      this.#runJobs(account)
      if (this.#hasRejected) this.#tellForgotten(account)
    } finally {
      Atomics.add(this.#pulse, 2, Math.round(account.end() * 1000))
      Atomics.add(this.#pulse, 0, 1)
    }
    if (this.#interrupted) this.#over(account, 'cpu', this.#runtime.hasPendingJob())
    this.#tellResults(account)
  }

  /** As Node does: what is rejected when nothing is left to do, without anybody who waits for it, is forgotten. */
  #tellForgotten(account: Account): void {
    this.#hasRejected = false
    if (this.#interrupted || this.#runtime.hasPendingJob()) return
    this.#tell('forgotten')
    this.#runJobs(account)
  }

  #forgotten(text: string): void {
    this.#post({ type: 'forgotten', call: this.#current.call, problem: readProblem(text) })
  }

  #tellResults(current: Account): void {
    // The guest has nothing to do and asked for nothing: nobody will ever end the calls that are left.
    const lost = this.#asks.size === 0 ? [...this.#accounts.values()].filter(({ call }) => !this.#results.has(call)) : []
    for (const account of lost) this.#over(account, 'lost', false)
    // Only where something went wrong: it takes longer than a small call.
    const isFine = [...this.#results.values()].every(({ type }) => type === 'done')
    if (!isFine && this.#isFull()) this.#over(current, 'memory', true)
    for (const [call, result] of this.#results) {
      const isFatal = result.type === 'over' && result.fatal
      if (this.#accounts.delete(call) || isFatal) this.#post(result)
    }
    this.#results.clear()
  }

  /** Whether nothing more fits in. The plugin may have caught the error, and QuickJS may have had no room for one. */
  #isFull(): boolean {
    const room = this.#context.newString(probe)
    const isFull = this.#context.typeof(room) !== 'string'
    room.dispose()
    return isFull
  }

  /** Promises go on. What is left when the time is over twice would be charged to somebody else, so that the guest ends. */
  #runJobs(account: Account): void {
    while (this.#runtime.hasPendingJob() && !account.isFarOver()) {
      const result = this.#runtime.executePendingJobs(jobsAtOnce)
      if (result.error) this.#broke(result.error)
      else result.dispose()
      if (account.isOver()) this.#interrupted = true
    }
  }

  /** Called again and again while the guest is at work; says whether that is enough. */
  #interrupt(): boolean {
    Atomics.add(this.#pulse, 1, 1)
    if (!this.#current.isOver()) return false
    this.#interrupted = true
    // A promise swallows the interruption of what it runs. Who goes on like this is stopped from outside.
    if (this.#current.isFarOver() && !this.#isLeaving) {
      this.#isLeaving = true
      this.#post({ type: 'over', call: this.#current.call, kind: 'cpu', fatal: true })
    }
    return true
  }

  /** Something came out of the guest that its own code did not catch. */
  #broke(error: QuickJSHandle): void {
    const problem = this.#describe(error)
    this.#fail(this.#current, problem)
  }

  #describe(error: QuickJSHandle): Problem {
    try {
      const { name, message, stack } = this.#context.dump(error) as Partial<Problem>
      return readProblem(JSON.stringify({ name, message, stack }))
    } catch {
      return { name: 'Error', message: 'Something was thrown that cannot be shown.' }
    } finally {
      error.dispose()
    }
  }

  #ask(ask: number, target: string, text: string, bytes: Uint8Array[]): void {
    const { limits } = this.#start
    const account = this.#current
    const size = this.#weigh(text, bytes)
    if (target.length > longestTarget) {
      this.#over(account, 'output', false)
      return
    }
    account.asks += 1
    const open = [...this.#asks.values()].reduce((sum, one) => sum + one.size, size)
    const atOnce = account.isStart ? limits.startAsks : limits.openAsks
    const tooMany = account.asks > (account.isStart ? limits.startAsks : limits.asks) || this.#asks.size >= atOnce
    if (tooMany || open > limits.openBytes) {
      this.#over(account, 'calls', false)
      return
    }
    this.#asks.set(ask, { account, size })
    this.#post({ type: 'ask', ask, call: account.call, target, text, bytes })
  }

  #done(call: number, text: string, bytes: Uint8Array[]): void {
    if (!this.#accounts.has(call)) return
    this.#weigh(text, bytes)
    this.#end({ type: 'done', call, text, bytes })
  }

  #failed(call: number, text: string): void {
    const problem = readProblem(text)
    const account = this.#accounts.get(call)
    if (account) this.#fail(account, problem)
  }

  #fail(account: Account, problem: Problem): void {
    const limit = limitOf(problem)
    if (limit) this.#over(account, limit, limit === 'memory')
    else this.#end({ type: 'failed', call: account.call, problem })
  }

  /** A limit that was met is not undone by what the guest says later. */
  #end(result: FromGuest & { call: number }): void {
    if (this.#results.get(result.call)?.type !== 'over') this.#results.set(result.call, result)
  }

  #over({ call }: Account, kind: GuestLimit, fatal: boolean): void {
    const before = this.#results.get(call)
    if (before?.type === 'over' && !fatal) return
    this.#results.set(call, { type: 'over', call, kind: before?.type === 'over' ? before.kind : kind, fatal })
  }

  /** Size of what the guest hands over. Throws, and ends the call, when it is more than may cross, or no text that the site could read. */
  #weigh(text: string, bytes: Uint8Array[]): number {
    const { outgoing, depth, parts } = this.#start.limits
    const size = bytes.reduce((sum, one) => sum + one.byteLength, text.length)
    if (size <= outgoing && checkText(text, depth, parts)) return size
    this.#over(this.#current, 'output', false)
    throw new Error('What was handed over is too large.')
  }

  #tell(method: string, ...values: (string | number | boolean | Uint8Array)[]): void {
    const context = this.#context
    const handles: QuickJSHandle[] = []
    try {
      for (const value of values) handles.push(toHandle(context, value))
      const thing = context.getProp(this.#api, method)
      handles.push(thing)
      const result = context.callFunction(thing, this.#api, handles.slice(0, -1))
      if (result.error) this.#broke(result.error)
      else result.value.dispose()
    } finally {
      for (const handle of handles) handle.dispose()
    }
  }
}
