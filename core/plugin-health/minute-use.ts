/** What a plugin used within the last minute, counted by the second. Times are milliseconds since 1970. */
export class MinuteUse {
  readonly #seconds = new Map<number, { computed: number; calls: number }>()

  add(now: number, computed: number, calls: number): void {
    const second = Math.floor(now / 1000)
    const before = this.#seconds.get(second) ?? { computed: 0, calls: 0 }
    this.#seconds.set(second, { computed: before.computed + computed, calls: before.calls + calls })
  }

  /** Milliseconds of computing, and calls of the site. */
  sum(now: number): { computed: number; calls: number } {
    const sum = { computed: 0, calls: 0 }
    for (const [second, { computed, calls }] of this.#seconds) {
      if (second <= Math.floor(now / 1000) - 60) this.#seconds.delete(second)
      else {
        sum.computed += computed
        sum.calls += calls
      }
    }
    return sum
  }

  /** Who was paused begins anew: what led to the pause is not held against it twice. */
  clear(): void {
    this.#seconds.clear()
  }
}

/** What a plugin in a sandbox may use within a minute: a quarter of a processor, and 500 calls of the site a second. */
export interface MinuteLimits {
  computed: number
  calls: number
}

export const minuteLimits: MinuteLimits = { computed: 15_000, calls: 30_000 }

/** What was too much, in a sentence; nothing when all is well. */
export function whyTooMuch(used: { computed: number; calls: number }, limits: MinuteLimits): string | undefined {
  if (used.computed > limits.computed) {
    const share = Math.round(used.computed / 600)
    return `It computed for ${(used.computed / 1000).toFixed(1)} seconds within a minute, which is ${share} % of a processor; ${limits.computed / 1000} seconds are allowed.`
  }
  if (used.calls > limits.calls) return `It called the site ${used.calls} times within a minute; ${limits.calls} times are allowed.`
  return undefined
}
