import { Worker } from 'node:worker_threads'
import { errorFrom } from './crossing-errors.ts'
import type { SandboxFailure } from './sandbox-error.ts'
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
  /** Makes an error for a limit that was met by a call with this label. */
  failure(kind: SandboxFailure, label: string): Error
  /** The worker is gone. `error` says why, unless it was told to stop. */
  ended(thread: GuestThread, error: Error | undefined, kind: SandboxFailure): void
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
  #turn = { number: 0, since: 0 }
  #ended = false

  constructor(code: WorkerCode, given: { code: string; host: string; limits: SandboxLimits }, owner: ThreadOwner) {
    this.#owner = owner
    this.#limits = given.limits
    const pulse = new SharedArrayBuffer(8)
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
    this.#worker.on('message', (message: FromGuest) => void this.#receive(message))
    this.#worker.on('messageerror', () => this.end('crashed'))
    this.#worker.on('error', cause => this.end('crashed', undefined, cause))
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
      this.#watch ??= setInterval(() => this.#look(), lookEvery)
    })
  }

  /** A function that was handed to the guest with a call that is not over yet. */
  handed(call: number, number: number): AnyFunction | undefined {
    return this.#calls.get(call)?.handed[number]
  }

  /** Stops the worker; calls that wait for it fail. */
  end(kind?: SandboxFailure, label = [...this.#calls.values()][0]?.label ?? '', cause?: unknown): void {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#watch)
    const error = kind && Object.assign(this.#owner.failure(kind, label), { cause })
    for (const call of [...this.#calls.keys()])
      this.#settle(call, open => open.reject(this.#owner.failure(open.label === label && kind ? kind : 'stopped', open.label)))
    void this.#worker.terminate()
    this.#owner.ended(this, error, kind ?? 'crashed')
  }

  async #receive(message: FromGuest): Promise<void> {
    if (this.#ended) return
    if (message.type === 'ask') await this.#answer(message)
    else if (message.type === 'log') this.#owner.log(message.level, message.message, message.values)
    else if (message.type === 'done') this.#settle(message.call, open => open.resolve(message))
    else if (message.type === 'failed') this.#settle(message.call, open => open.reject(errorFrom(message.problem)))
    else {
      const label = this.#calls.get(message.call)?.label ?? ''
      this.#settle(message.call, open => open.reject(this.#owner.failure(message.kind, label)))
      if (message.fatal) this.end(message.kind, label)
    }
  }

  async #answer(ask: GuestAsk): Promise<void> {
    const answer: GuestAnswer = { type: 'answer', ask: ask.ask, fine: true, text: '', bytes: [] }
    try {
      Object.assign(answer, await this.#owner.answer(ask, this))
    } catch (error) {
      Object.assign(answer, this.#owner.describeProblem(error), { fine: false })
    }
    if (!this.#ended) this.#post(answer)
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
    if (this.#calls.size > 0) return
    this.#worker.unref()
    clearInterval(this.#watch)
    this.#watch = undefined
  }

  /** A guest that is at work for longer than its turn may take cannot be interrupted from inside. */
  #look(): void {
    const number = Atomics.load(this.#pulse, 0)
    const now = performance.now()
    if (number !== this.#turn.number) this.#turn = { number, since: now }
    const isAtWork = number % 2 === 1
    if (isAtWork && now - this.#turn.since > Atomics.load(this.#pulse, 1) * 2 + this.#limits.stuckMs) this.end('stuck')
  }
}
