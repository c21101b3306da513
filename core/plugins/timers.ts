import type { Logger } from 'pino'

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
  readonly #plugin: string
  readonly #log: Logger
  #running = false

  constructor(plugin: string, log: Logger) {
    this.#plugin = plugin
    this.#log = log
  }

  get size(): number {
    return this.#timers.size
  }

  add(seconds: number, name: string, work: () => unknown): void {
    if (!(seconds >= 1)) throw new Error(`host.every: "seconds" should be 1 or more, but is ${seconds}.`)
    if (this.#timers.has(name)) throw new Error(`host.every: the plugin "${this.#plugin}" has a timer named "${name}" already.`)
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
    try {
      await timer.work()
    } catch (error) {
      this.#log.error({ error, plugin: this.#plugin, timer: timer.name }, 'a timer failed')
    }
  }
}
