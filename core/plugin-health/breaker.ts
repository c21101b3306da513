/** Failures within `window` that open the breaker, and openings within an hour after which a plugin is switched off (DESIGN.md §6). */
const failuresToOpen = 5
const failureWindow = 60_000
const openFor = 30_000
const openingsToEnd = 3
const openingWindow = 3_600_000

/** Counts how often a plugin fails. Times are milliseconds since 1970. */
export class Breaker {
  #failures: number[] = []
  #openings: number[] = []
  #openUntil = 0

  /** While it is open nobody calls the plugin. */
  isOpen(now: number): boolean {
    return now < this.#openUntil
  }

  /** Notes a failure. `opened`: the plugin gets a pause. `ended`: it has had enough of them. */
  fail(now: number): 'counted' | 'opened' | 'ended' {
    if (this.isOpen(now)) return 'counted'
    this.#failures = [...this.#failures.filter(at => at > now - failureWindow), now]
    return this.#failures.length < failuresToOpen ? 'counted' : this.open(now)
  }

  /** Gives the plugin a pause at once. */
  open(now: number): 'counted' | 'opened' | 'ended' {
    if (this.isOpen(now)) return 'counted'
    this.#failures = []
    this.#openUntil = now + openFor
    this.#openings = [...this.#openings.filter(at => at > now - openingWindow), now]
    return this.#openings.length < openingsToEnd ? 'opened' : 'ended'
  }
}
