import type { SandboxLimits } from './sandbox-limits.ts'
import type { FromGuest } from './sandbox-messages.ts'

const levels = ['debug', 'info', 'warn', 'error'] as const

/** The log of a guest: short lines, and not too many. Of those that are left out, their number is told. */
export class GuestLog {
  readonly #limits: SandboxLimits
  readonly #post: (message: FromGuest) => void
  #tokens: number
  #at = performance.now()
  #leftOut = 0

  constructor(limits: SandboxLimits, post: (message: FromGuest) => void) {
    this.#limits = limits
    this.#post = post
    this.#tokens = limits.logBurst
  }

  write(level: string, message: string, values: string): void {
    const known = levels.find(one => one === level)
    if (!known || !this.#mayWrite()) return
    const { logLength } = this.#limits
    const line = this.#leftOut > 0 ? `${message} (${this.#leftOut} lines before this one were left out)` : message
    this.#leftOut = 0
    this.#post({ type: 'log', level: known, message: line.slice(0, logLength), values: values.length <= logLength ? values : '' })
  }

  #mayWrite(): boolean {
    const now = performance.now()
    const { logBurst, logPerSecond } = this.#limits
    this.#tokens = Math.min(logBurst, this.#tokens + ((now - this.#at) / 1000) * logPerSecond)
    this.#at = now
    if (this.#tokens < 1) {
      this.#leftOut += 1
      return false
    }
    this.#tokens -= 1
    return true
  }
}
