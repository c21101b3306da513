import { Worker } from 'node:worker_threads'
import { errorFrom } from './crossing-errors.ts'
import type { SandboxError, SandboxFailure } from './sandbox-error.ts'
import type { SandboxLimits } from './sandbox-limits.ts'
import type { FromGuest, GuestAnswer, GuestAsk, GuestCall, SandboxStart } from './sandbox-messages.ts'
import type { AnyFunction, Crossing } from './wire.ts'
import type { WorkerCode } from './worker-code.ts'

/** Milliseconds between two looks at a worker that is at work. */
const lookEvery = 200

/** What a thread does its work for. */
export interface ThreadOwner {
  /** Answers a guest. Whatever it throws goes to the guest. */
  answer(ask: GuestAsk, thread: GuestThread): Promise<Crossing>
  describeProblem(error: unknown): Crossing
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, values: string): void
  /** What it used since the last time: milliseconds of computing, and calls of the site. */
  used(milliseconds: number, calls: number): void
  /** It left a rejected promise behind. */
  forgotten(error: Error): void
  /** Makes an error for a limit that was met by a call with this label. */
  failure(kind: SandboxFailure, label: string): SandboxError
  /** The worker is gone. `error` says why, unless it was told to stop; `isKnown` that a call has reported it. */
  ended(thread: GuestThread, error: SandboxError | undefined, isKnown: boolean): void
}

interface OpenCall {
  label: string
  /** Functions that the guest may call until this call is answered. */
  handed: AnyFunction[]
  resolve(result: Crossing): void
  reject(error: Error): void
  timer: NodeJS.Timeout
}

export interface ThreadCall {
  handler: number
  label: string
  packed: Crossing
  handed: AnyFunction[]
  cpuMs: number
  ms: number
  now: number
}

/** One worker with a plugin in it, from its start to its end. It is stopped when it does not look up any more. */
export class GuestThread {
  readonly #worker: Worker
  readonly #owner: ThreadOwner
  readonly #limits: SandboxLimits
  readonly #pulse: Int32Array
  readonly #calls = new Map<number, OpenCall>()
  #lastCall = 0
  #watch: NodeJS.Timeout | undefined
  #seen = { turn: 0, beat: 0, at: 0 }
  /** Microseconds that it had computed, and calls of the site that it made, when that was counted last. */
  #counted = 0
  #asked = 0
  /** Calls of the site that have no answer yet. */
  #asking = 0
  #ended = false
  #gone: Promise<unknown> = Promise.resolve()

  constructor(code: WorkerCode, given: { code: string; host: string; limits: SandboxLimits }, owner: ThreadOwner) {
    this.#owner = owner
    this.#limits = given.limits
    const pulse = new SharedArrayBuffer(12)
    this.#pulse = new Int32Array(pulse)
    const start: SandboxStart = { wasm: code.wasm, modules: code.modules, pulse, ...given }
    this.#worker = new Worker(code.program, {
      eval: true,
      name: 'sandbox',
      env: {},
      argv: [],
      // No files, processes, workers or add-ons, should anything ever get out of the guest.
      execArgv: ['--permission', '--no-addons', '--no-warnings'],
      stdin: false,
      stdout: true,
      stderr: true,
      workerData: start,
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4, stackSizeMb: 4 },
    })
    // What it says was made by a stranger: whatever is wrong with it is the end of the worker, and of nothing else.
    this.#worker.on('message', (message: FromGuest) => void this.#receive(message).catch(cause => this.end('crashed', { cause })))
    this.#worker.on('messageerror', () => this.end('crashed'))
    this.#worker.on('error', cause => this.end('crashed', { cause }))
    this.#worker.on('exit', () => this.end('crashed'))
  }

  /** Calls that have no answer yet. */
  get open(): number {
    return this.#calls.size
  }

  call({ handler, label, packed, handed, cpuMs, ms, now }: ThreadCall): Promise<Crossing> {
    const call = ++this.#lastCall
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(call, open => open.reject(this.#owner.failure('time', open.label)), true), ms)
      this.#calls.set(call, { label, handed, resolve, reject, timer })
      this.#post({ type: 'call', call, handler, cpuMs, now, ...packed })
      this.#worker.ref()
      this.#keepWatch()
    })
  }

  /** A function that was handed to the guest with a call that is not over yet. */
  handed(call: number, number: number): AnyFunction | undefined {
    return this.#calls.get(call)?.handed[number]
  }

  /**
   * Stops the worker; calls that wait for it fail. `kind` says why, when it was not told to; `label` which call it was about, when that
   * is known and has failed already.
   */
  end(kind?: SandboxFailure, { label, isKnown = false, cause }: { label?: string; isKnown?: boolean; cause?: unknown } = {}): void {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#watch)
    this.#count()
    const guilty = label ?? [...this.#calls.values()][0]?.label ?? ''
    const isReported = isKnown || [...this.#calls.values()].some(open => open.label === guilty)
    for (const call of [...this.#calls.keys()]) {
      this.#settle(call, open => open.reject(this.#owner.failure(kind && open.label === guilty ? kind : 'stopped', open.label)))
    }
    this.#gone = this.#worker.terminate()
    const error = kind && Object.assign(this.#owner.failure(kind, guilty), { cause })
    this.#owner.ended(this, error, isReported)
  }

  /** Resolves when the worker that was told to end is gone. */
  get gone(): Promise<unknown> {
    return this.#gone
  }

  async #receive(message: FromGuest): Promise<void> {
    if (this.#ended) return
    if (message.type === 'ask') {
      this.#asked++
      await this.#answer(message)
    } else if (message.type === 'forgotten') this.#owner.forgotten(errorFrom(message.problem))
    else if (message.type === 'log') this.#owner.log(message.level, message.message, message.values)
    else if (message.type === 'done') this.#settle(message.call, open => open.resolve(message))
    else if (message.type === 'failed') this.#settle(message.call, open => open.reject(errorFrom(message.problem)))
    else {
      const label = this.#calls.get(message.call)?.label
      this.#settle(message.call, open => open.reject(this.#owner.failure(message.kind, open.label)))
      if (message.fatal) this.end(message.kind, { label: label ?? '', isKnown: label !== undefined })
    }
  }

  async #answer(ask: GuestAsk): Promise<void> {
    const answer: GuestAnswer = { type: 'answer', ask: ask.ask, fine: true, text: '', bytes: [] }
    this.#asking++
    try {
      Object.assign(answer, await this.#owner.answer(ask, this))
    } catch (error) {
      Object.assign(answer, this.#owner.describeProblem(error), { fine: false })
    } finally {
      this.#asking--
    }
    if (this.#ended) return
    this.#post(answer)
    // It may have left work behind that nobody waits for, and goes on with it now.
    this.#keepWatch()
  }

  #post(message: GuestCall | GuestAnswer | { type: 'forget'; call: number }): void {
    this.#worker.postMessage(message)
  }

  #settle(call: number, settle: (open: OpenCall) => void, forget = false): void {
    const open = this.#calls.get(call)
    if (!open) return
    clearTimeout(open.timer)
    this.#calls.delete(call)
    if (forget) this.#post({ type: 'forget', call })
    settle(open)
    this.#count()
    if (this.#calls.size === 0) this.#worker.unref()
  }

  #keepWatch(): void {
    this.#watch ??= setInterval(() => this.#look(), lookEvery).unref()
  }

  #count(): void {
    const computed = Atomics.load(this.#pulse, 2)
    // It begins anew after an hour of computing.
    const microseconds = (computed - this.#counted) >>> 0
    const calls = this.#asked
    this.#counted = computed
    this.#asked = 0
    if (microseconds > 0 || calls > 0) this.#owner.used(microseconds / 1000, calls)
  }

  /** A guest that is at work and does not look at the time cannot be interrupted from inside. */
  #look(): void {
    const turn = Atomics.load(this.#pulse, 0)
    const beat = Atomics.load(this.#pulse, 1)
    const now = performance.now()
    if (turn !== this.#seen.turn || beat !== this.#seen.beat) this.#seen = { turn, beat, at: now }
    if (turn % 2 === 1 && now - this.#seen.at > this.#limits.stuckMs) {
      this.end('stuck')
      return
    }
    this.#count()
    const isResting = turn % 2 === 0 && this.#calls.size === 0 && this.#asking === 0 && now - this.#seen.at > lookEvery
    if (!isResting) return
    clearInterval(this.#watch)
    this.#watch = undefined
  }
}
