import { AsyncLocalStorage } from 'node:async_hooks'
import type { Logger } from 'pino'
import { SiteError } from '../errors.ts'
import { Breaker } from './breaker.ts'
import { inTime } from './in-time.ts'
import { type MinuteLimits, MinuteUse, whyTooMuch } from './minute-use.ts'
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
  limits: MinuteLimits
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
  readonly #use = new MinuteUse()
  #isMetered = false
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
    const now = this.#options.now().getTime()
    return {
      isPaused: this.#breaker.isOpen(now),
      ...(this.#isMetered && { used: { ...this.#use.sum(now), limits: this.#options.limits } }),
      calls: this.#calls,
      failures: this.#failures,
      average: this.#calls > 0 ? this.#milliseconds / this.#calls : 0,
      ...(this.#latest && { latest: this.#latest }),
    }
  }

  /** Nobody asks it for the moment, because it failed too often or used too much. */
  get isPaused(): boolean {
    return this.#breaker.isOpen(this.#options.now().getTime())
  }

  /** Whether the plugin is at work for this member now. */
  actsFor(memberId: string): boolean {
    return this.#acting.has(memberId)
  }

  /** Runs code of the plugin. What it throws is counted, logged with `what` it was, and thrown on. */
  async run<Result>(what: string, { patience, memberId }: CallOptions, work: () => Result | Promise<Result>): Promise<Result> {
    if (this.isPaused) throw new PluginPaused(`The plugin "${this.plugin}" is paused, because it failed too often.`)
    if (memberId) this.#acting.set(memberId, (this.#acting.get(memberId) ?? 0) + 1)
    const from = performance.now()
    try {
      return await running.run(this, () => inTime(patience, work))
    } catch (error) {
      // What the site refuses to whom the plugin is at work for is an answer, and no failure of the plugin.
      if (!(error instanceof SiteError) || error.status >= 500) this.fail(what, error)
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
    this.#follow(state, `It failed too often, the last time at ${what}: ${problem.slice(0, 300)}`)
  }

  /** Notes milliseconds of computing on a thread of its own, and calls of the site. Who uses too much gets a pause, as who fails. */
  spend(computed: number, calls: number): void {
    const now = this.#options.now().getTime()
    this.#isMetered = true
    this.#use.add(now, computed, calls)
    const used = this.#use.sum(now)
    const problem = whyTooMuch(used, this.#options.limits)
    if (problem === undefined || this.#breaker.isOpen(now)) return
    this.#use.clear()
    this.#failures++
    this.#latest = { what: 'using the machine', problem, at: new Date(now).toISOString() }
    this.#options.log.error({ plugin: this.plugin, ...used, problem }, 'a plugin used too much')
    this.#follow(this.#breaker.open(now), `It used too much of the machine, again and again. ${problem}`)
  }

  /** What becomes of the plugin. */
  #follow(state: 'counted' | 'opened' | 'ended', reason: string): void {
    if (state === 'opened') {
      this.#options.log.error({ plugin: this.plugin, reason }, 'a plugin is paused for half a minute')
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
