import { Worker } from 'node:worker_threads'
import { WorkStopped } from '../sources/source-type.ts'
import type { WorkAnswer, WorkOrder } from './worker-main.ts'

export interface WorkerPoolOptions {
  /** Most workers at the same time. */
  size: number
  /** Milliseconds for one task, the start of a worker included. */
  timeout: number
  /** Heap of one worker, in megabytes. */
  memoryMb: number
  /** Milliseconds after which a worker without work ends. */
  idleMs: number
}

export interface WorkerPool {
  /**
   * Calls the default export of a module in a worker. Input and result are copied. Throws WorkStopped when the task took too long,
   * too much memory, or its worker with it; what the task itself throws arrives as an Error with the same name and message.
   */
  run<Result>(module: URL, input: unknown, options?: { timeout?: number }): Promise<Result>
  /** Stops the workers and whatever they are doing. */
  close(): Promise<void>
}

interface Task {
  order: WorkOrder
  timeout: number
  resolve(result: unknown): void
  reject(problem: Error): void
}

/** Threads for work that could hang or swell. They start when there is work and end soon after it. */
export function makeWorkerPool(options: WorkerPoolOptions): WorkerPool {
  return new ThreadPool(options)
}

class ThreadPool implements WorkerPool {
  readonly #options: WorkerPoolOptions
  readonly #threads = new Set<Thread>()
  readonly #waiting: Task[] = []
  #closed = false

  constructor(options: WorkerPoolOptions) {
    this.#options = options
  }

  run<Result>(module: URL, input: unknown, options: { timeout?: number } = {}): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const order = { module: module.href, input }
      const timeout = options.timeout ?? this.#options.timeout
      // The caller says what the module returns; the module is ours.
      this.#waiting.push({ order, timeout, reject, resolve: result => resolve(result as Result) })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#next()
    await Promise.all([...this.#threads].map(thread => thread.stop('crashed', 'The site is shutting down.')))
  }

  #next(): void {
    while (this.#waiting.length > 0) {
      if (this.#closed) {
        this.#waiting.shift()!.reject(new WorkStopped('crashed', 'The site is shutting down.'))
        continue
      }
      const thread = [...this.#threads].find(one => one.idle) ?? this.#start()
      if (!thread) return
      thread.take(this.#waiting.shift()!)
    }
  }

  #start(): Thread | undefined {
    if (this.#threads.size >= this.#options.size) return undefined
    const thread: Thread = new Thread(this.#options, {
      free: () => this.#next(),
      // Its place is free only now: a thread that is being stopped still holds its memory.
      gone: () => {
        this.#threads.delete(thread)
        this.#next()
      },
    })
    this.#threads.add(thread)
    return thread
  }
}

/** One worker and the task it is busy with. */
class Thread {
  readonly #worker: Worker
  readonly #idleMs: number
  readonly #free: () => void
  #task: Task | undefined
  #timer: NodeJS.Timeout | undefined
  #ending = false

  constructor({ memoryMb, idleMs }: WorkerPoolOptions, { free, gone }: { free(): void; gone(): void }) {
    this.#idleMs = idleMs
    this.#free = free
    this.#worker = new Worker(new URL('./worker-main.ts', import.meta.url), {
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    })
    this.#worker.on('message', (answer: WorkAnswer) => this.#answered(answer))
    this.#worker.on('messageerror', () => this.stop('crashed', 'The result of the work could not be read.'))
    this.#worker.on('error', problem => this.#failed(problem))
    this.#worker.on('exit', () => {
      this.#fail(new WorkStopped('crashed', 'The work ended without a result.'))
      gone()
    })
  }

  get idle(): boolean {
    return !this.#task && !this.#ending
  }

  take(task: Task): void {
    clearTimeout(this.#timer)
    try {
      this.#worker.postMessage(task.order)
    } catch (problem) {
      // The input cannot be copied: the caller's mistake, and the worker knows nothing of it.
      task.reject(problem as Error)
      this.#rest()
      return
    }
    this.#task = task
    this.#worker.ref()
    this.#timer = setTimeout(() => this.stop('too-slow', 'This took too long to work out and was stopped.'), task.timeout)
  }

  async stop(code: WorkStopped['code'], message: string): Promise<void> {
    this.#ending = true
    this.#fail(new WorkStopped(code, message))
    await this.#worker.terminate()
  }

  #answered(answer: WorkAnswer): void {
    const task = this.#task
    if (!task) return
    this.#task = undefined
    if ('result' in answer) task.resolve(answer.result)
    else task.reject(Object.assign(new Error(answer.problem.message), answer.problem))
    this.#rest()
    this.#free()
  }

  // An idle worker neither keeps the process alive nor stays for long.
  #rest(): void {
    clearTimeout(this.#timer)
    this.#worker.unref()
    this.#timer = setTimeout(() => {
      this.#ending = true
      void this.#worker.terminate()
    }, this.#idleMs)
    this.#timer.unref()
  }

  #failed(problem: unknown): void {
    this.#ending = true
    const tooMuch = problem instanceof Error && 'code' in problem && problem.code === 'ERR_WORKER_OUT_OF_MEMORY'
    this.#fail(
      tooMuch
        ? new WorkStopped('too-much-memory', 'This took too much memory to work out and was stopped.', { cause: problem })
        : new WorkStopped('crashed', 'The work failed in an unexpected way.', { cause: problem }),
    )
  }

  #fail(problem: WorkStopped): void {
    clearTimeout(this.#timer)
    this.#task?.reject(problem)
    this.#task = undefined
  }
}
