/** What one call of a handler may still use. Work that it began and left behind is charged to it as well. */
export class Account {
  readonly call: number
  /** It is the plugin's `activate`, which may register many things. */
  readonly isStart: boolean
  /** Milliseconds of computing that are left. */
  left: number
  /** Calls of the site so far. */
  asks = 0
  #limit: number
  #began = 0

  constructor(call: number, cpuMs: number, isStart = false) {
    this.call = call
    this.isStart = isStart
    this.left = cpuMs
    this.#limit = cpuMs
  }

  begin(): void {
    this.#began = computed()
  }

  /** Returns the milliseconds that were used since `begin`. */
  end(): number {
    const used = computed() - this.#began
    this.left -= used
    return used
  }

  isOver(): boolean {
    return computed() - this.#began > this.left
  }

  isFarOver(): boolean {
    return computed() - this.#began > this.left + this.#limit
  }
}

/** Milliseconds that this thread has computed: a machine that is busy with others takes nothing from the plugin. */
function computed(): number {
  // Node 22 does not know it.
  if (typeof process.threadCpuUsage !== 'function') return performance.now()
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
