import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { conflict, forbidden, notFound } from '../errors.ts'

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
  run(): Promise<unknown>
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
    const entry: Entry = { name, seconds, isRunning: false, lastRunAt: null, took: null, nextRunAt, problem: null, run: work }
    this.#entries.set(name, entry)
    return async () => {
      if (entry.isRunning) return
      const start = performance.now()
      entry.isRunning = true
      entry.lastRunAt = this.#now().toISOString()
      entry.nextRunAt = this.#after(seconds)
      try {
        await work()
        entry.problem = null
      } catch (error) {
        entry.problem = error instanceof Error ? error.message : String(error)
        failed(error)
      } finally {
        entry.took = Math.round(performance.now() - start)
        entry.isRunning = false
      }
    }
  }

  list(): RoutineView[] {
    return [...this.#entries.values()].map(({ run: _, ...view }) => view)
  }

  /** Runs a routine at once, for who looks after the system, and waits for it. Throws what it throws. */
  async run(actor: Actor, name: string): Promise<void> {
    if (!may(actor, 'system')) throw forbidden('Only those who look after the system run its routines.')
    const entry = this.#entries.get(name)
    if (!entry) throw notFound('routine')
    if (entry.isRunning) throw conflict('This runs at this moment.')
    const start = performance.now()
    entry.isRunning = true
    entry.lastRunAt = this.#now().toISOString()
    try {
      await entry.run()
      entry.problem = null
    } catch (error) {
      entry.problem = error instanceof Error ? error.message : String(error)
      throw conflict(`It failed: ${entry.problem}`)
    } finally {
      entry.took = Math.round(performance.now() - start)
      entry.isRunning = false
    }
  }

  #after(seconds: number): string {
    return new Date(this.#now().getTime() + seconds * 1000).toISOString()
  }
}
