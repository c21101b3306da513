import { AsyncLocalStorage } from 'node:async_hooks'
import type { Logger } from 'pino'
import { Breaker } from './breaker.ts'
import { inTime } from './in-time.ts'
import type { PluginHealth } from './plugin-health.ts'

/** The plugin whose code is running: also for what it left behind, a promise that nobody waits for. */
const running = new AsyncLocalStorage<PluginGuard>()

/** Whose code is running right now; nothing for the site's own. */
export function guardAtWork(): PluginGuard | undefined {
  return running.getStore()
}

/** The plugin is not asked for a while, because it failed too often. */
export class PluginPaused extends Error {
  override readonly name = 'PluginPaused'
}

interface Options {
  plugin: string
  /** Folder of its code: an error that comes from there is the plugin's. */
  folder: string
  log: Logger
  now(): Date
  /** It failed too often: it is to be switched off, for this reason. */
  onEnded(reason: string): void
  /** A failure in the first minutes of a new version leads back to the one before. */
  onOpened(reason: string): void
}

export interface CallOptions {
  /** Milliseconds. */
  patience: number
  /** The member for whom it is at work: as long as it is, it may act for them. */
  memberId?: string | undefined
}

/** Every call into the code of one plugin goes through here: limited in time, counted when it fails, and named. */
export class PluginGuard {
  readonly plugin: string
  readonly #options: Options
  readonly #breaker = new Breaker()
  /** Members for whom it is at work, and how many times. */
  readonly #acting = new Map<string, number>()
  #latest: PluginHealth['latest']
  #calls = 0
  #failures = 0
  #milliseconds = 0

  constructor(options: Options) {
    this.plugin = options.plugin
    this.#options = options
  }

  /** How it does, for the admin panel. */
  health(): PluginHealth {
    return {
      isPaused: this.#breaker.isOpen(this.#options.now().getTime()),
      calls: this.#calls,
      failures: this.#failures,
      average: this.#calls > 0 ? this.#milliseconds / this.#calls : 0,
      ...(this.#latest && { latest: this.#latest }),
    }
  }

  /** Whether the plugin is at work for this member now. */
  actsFor(memberId: string): boolean {
    return this.#acting.has(memberId)
  }

  /** Runs code of the plugin. What it throws is counted, logged with `what` it was, and thrown on. */
  async run<Result>(what: string, { patience, memberId }: CallOptions, work: () => Result | Promise<Result>): Promise<Result> {
    if (this.#breaker.isOpen(this.#options.now().getTime()))
      throw new PluginPaused(`The plugin "${this.plugin}" is paused, because it failed too often.`)
    if (memberId) this.#acting.set(memberId, (this.#acting.get(memberId) ?? 0) + 1)
    const from = performance.now()
    try {
      return await running.run(this, () => inTime(patience, work))
    } catch (error) {
      this.fail(what, error)
      throw error
    } finally {
      this.#calls++
      this.#milliseconds += performance.now() - from
      if (memberId) this.#stopActing(memberId)
    }
  }

  /** Notes a failure that came by another way: a timer, a forgotten promise, the sandbox. */
  fail(what: string, error: unknown): void {
    const { log, now } = this.#options
    this.#failures++
    const problem = error instanceof Error ? error.message : String(error)
    this.#latest = { what, problem: problem.slice(0, 500), at: now().toISOString() }
    log.error({ error, plugin: this.plugin, what }, 'a plugin failed')
    const state = this.#breaker.fail(now().getTime())
    const reason = `It failed too often, the last time at ${what}: ${problem.slice(0, 300)}`
    if (state === 'opened') {
      log.error({ plugin: this.plugin }, 'a plugin failed five times within a minute and is paused for half a minute')
      this.#options.onOpened(reason)
    }
    if (state === 'ended') this.#options.onEnded(reason)
  }

  /** Whether an error that nobody caught came from this plugin's files. */
  owns(error: unknown): boolean {
    return error instanceof Error && typeof error.stack === 'string' && error.stack.includes(this.#options.folder)
  }

  #stopActing(memberId: string): void {
    const count = (this.#acting.get(memberId) ?? 1) - 1
    if (count > 0) this.#acting.set(memberId, count)
    else this.#acting.delete(memberId)
  }
}
