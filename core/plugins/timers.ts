import type { PluginGuard } from '../plugin-health/plugin-guard.ts'

/** Milliseconds for one run. */
const patience = 60_000

interface Timer {
  seconds: number
  name: string
  work: () => unknown
  interval?: NodeJS.Timeout
  atWork?: Promise<void>
}

/** What one plugin does again and again. Runs only while the process serves: a command must not start a plugin's work. */
export class Timers {
  readonly #timers = new Map<string, Timer>()
  readonly #guard: PluginGuard
  #running = false

  constructor(guard: PluginGuard) {
    this.#guard = guard
  }

  get size(): number {
    return this.#timers.size
  }

  add(seconds: number, name: string, work: () => unknown): void {
    const timer: Timer = { seconds, name, work }
    this.#timers.set(name, timer)
    if (this.#running) this.#start(timer)
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    for (const timer of this.#timers.values()) this.#start(timer)
  }

  /** Ends all of them, the last one first, and waits for what is in hand. */
  async stop(): Promise<void> {
    this.#running = false
    const timers = [...this.#timers.values()].reverse()
    this.#timers.clear()
    for (const timer of timers) clearInterval(timer.interval)
    await Promise.all(timers.map(timer => timer.atWork))
  }

  #start(timer: Timer): void {
    timer.interval = setInterval(() => {
      timer.atWork ??= this.#run(timer).finally(() => {
        timer.atWork = undefined
      })
    }, timer.seconds * 1000)
    timer.interval.unref()
  }

  async #run(timer: Timer): Promise<void> {
    // What goes wrong is counted, logged and named there.
    await this.#guard.run(`the timer ${timer.name}`, { patience }, timer.work).catch(() => {})
  }
}
