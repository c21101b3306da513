/** A function of the plugin that the site may call. It outlives the worker in which it was made. */
export interface Handler {
  id: number
  /** `filter entry.publishing`, for messages and limits. */
  label: string
  /** The host method with which it was registered: `filter`. */
  method: string
  /** Its number in the worker that runs now. */
  number: number
}

/** Everything a plugin registered, so that a new worker can take the place of the old one without registering anything twice. */
export class SandboxHandlers {
  /** By what was registered and how often before: the same code registers the same things. */
  readonly #registered = new Map<string, Handler[]>()
  /** Host methods that register. */
  readonly #registering = new Set<string>()
  readonly #times = new Map<string, number>()
  #last = 0
  #noted: { key: string; handlers: Handler[] } | undefined

  /** A worker starts from the beginning. */
  begin(): void {
    this.#times.clear()
  }

  /**
   * Notes a call during `activate`, with the numbers of the functions in it. Returns the handlers, and whether they were registered
   * before, in a worker that is gone. Throws for a registration that was not there the first time.
   */
  note(method: string, text: string, isFirst: boolean): { handlers: Handler[]; known: boolean } {
    const numbers = [...text.matchAll(/"~f(\d+)"/g)].map(([, number]) => Number(number))
    const shape = `${method} ${text.replaceAll(/"~f\d+"/g, '"~f"')}`
    const times = (this.#times.get(shape) ?? 0) + 1
    this.#times.set(shape, times)
    const key = `${shape} ${times}`
    const registered = this.#registered.get(key)
    if (registered) {
      for (const [index, handler] of registered.entries()) handler.number = numbers[index] ?? 0
      return { handlers: registered, known: true }
    }
    if (!isFirst && (numbers.length > 0 || this.#registering.has(method))) {
      throw new Error(`host.${method} was called with something else than at the start; activate should always register the same.`)
    }
    const label = [method, /^\["([\w.:-]{1,60})"/.exec(text)?.[1]].filter(Boolean).join(' ')
    const handlers = numbers.map(number => ({ id: ++this.#last, label, method, number }))
    this.#noted = { key, handlers }
    return { handlers, known: false }
  }

  /** The call that was noted last was a registration. */
  keep(method: string): void {
    this.#registering.add(method)
    if (this.#noted) this.#registered.set(this.#noted.key, this.#noted.handlers)
  }

  find(id: number): Handler | undefined {
    for (const handlers of this.#registered.values()) {
      const found = handlers.find(handler => handler.id === id)
      if (found) return found
    }
    return undefined
  }
}
