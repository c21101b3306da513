/**
 * Promises that notice whether somebody waits for them. QuickJS could tell, but its build for WebAssembly hands nothing out; so what is
 * rejected while nobody waits is collected here, until the worker asks at the end of a turn.
 */
export function addPromises(native, describe) {
  const Real = Promise
  const { then } = Real.prototype
  const forgotten = new Map()
  let isWatching = false

  class Tracked extends Real {
    #isWaitedFor = false
    constructor(work) {
      super(work)
      isWatching = true
      try {
        then.call(this, undefined, reason => {
          if (this.#isWaitedFor) return
          forgotten.set(this, reason)
          native.rejected()
        })
      } finally {
        isWatching = false
      }
    }
    static get [Symbol.species]() {
      return isWatching ? Real : Tracked
    }
    // biome-ignore lint/suspicious/noThenProperty: it is a promise.
    then(done, failed) {
      this.#isWaitedFor = true
      forgotten.delete(this)
      return super.then(done, failed)
    }
  }
  // Promises of the engine's own are promises as well; for classes made of this one nothing changes.
  const isInstance = Function.prototype[Symbol.hasInstance]
  Object.defineProperty(Tracked, Symbol.hasInstance, {
    value(value) {
      return isInstance.call(this === Tracked ? Real : this, value)
    },
  })
  Object.defineProperty(Tracked, 'name', { value: 'Promise', configurable: true })
  Object.defineProperty(globalThis, 'Promise', { value: Tracked, writable: true, configurable: true, enumerable: false })

  /** Tells the worker what was forgotten since the last time. A few say enough. */
  return () => {
    const reasons = [...forgotten.values()]
    forgotten.clear()
    for (const reason of reasons.slice(0, 5)) native.forgotten(describe(reason))
  }
}
