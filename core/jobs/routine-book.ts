import { notFound } from '../errors.ts'

/** What is known of something that is done again and again, in this process. */
export interface RoutineView {
  name: string
  seconds: number
  isRunning: boolean
  lastRunAt: string | null
  /** Milliseconds that it took. */
  took: number | null
  nextRunAt: string | null
  /** Why the last run failed; null when it did not. */
  problem: string | null
}

interface Entry extends RoutineView {
  work(): Promise<unknown>
  failed(error: unknown): void
}

/** Remembers when each routine ran and how that ended. In memory: it is about this process. */
export class RoutineBook {
  readonly #entries = new Map<string, Entry>()
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Takes a routine in. What comes back runs it, unless it is at work, and never throws. */
  add(name: string, seconds: number, work: () => Promise<unknown>, failed: (error: unknown) => void): () => Promise<void> {
    const nextRunAt = this.#after(seconds)
    const entry: Entry = { name, seconds, isRunning: false, lastRunAt: null, took: null, nextRunAt, problem: null, work, failed }
    this.#entries.set(name, entry)
    return () => this.#run(entry)
  }

  list(): RoutineView[] {
    return [...this.#entries.values()].map(({ work: _, failed: __, ...view }) => view)
  }

  /** Runs a routine at once, unless it is at work, and waits for it. What goes wrong is remembered and not thrown. Throws notFound. */
  async runNow(name: string): Promise<void> {
    const entry = this.#entries.get(name)
    if (!entry) throw notFound('routine')
    await this.#run(entry)
  }

  async #run(entry: Entry): Promise<void> {
    if (entry.isRunning) return
    const start = performance.now()
    entry.isRunning = true
    entry.lastRunAt = this.#now().toISOString()
    entry.nextRunAt = this.#after(entry.seconds)
    try {
      await entry.work()
      entry.problem = null
    } catch (error) {
      entry.problem = error instanceof Error ? error.message : String(error)
      entry.failed(error)
    } finally {
      entry.took = Math.round(performance.now() - start)
      entry.isRunning = false
    }
  }

  #after(seconds: number): string {
    return new Date(this.#now().getTime() + seconds * 1000).toISOString()
  }
}
