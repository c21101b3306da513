/**
 * The plugin's side of the sandbox: runs inside QuickJS, before the plugin does, in the same realm. A plugin that tampers with it only
 * harms itself: every limit is kept by the worker around it, and what it says is checked there.
 */

import { addGlobals } from 'tributary:globals'
import { addIntl } from 'tributary:intl'
import { addPromises } from 'tributary:promises'
import { decode, encode, freezeDeep } from 'tributary:wire'
import { OutsideError, ProblemReading, WorkStopped } from 'core/api'

const { stringify } = JSON

/** Makes the functions that the worker calls. `hostText` describes the host; functions in it are named by their path. */
export function makeGuest(native, hostText) {
  const asks = new Map()
  const kept = new Map()
  let lastAsk = 0
  let plugin
  let host
  let missing = ''
  const clock = { now: 0 }
  addGlobals(native, clock, log)
  addIntl(native, clock)
  const forgotten = addPromises(native, reason => describeError(reason, missing))

  function ask(target, values) {
    return new Promise((resolve, reject) => {
      const { text, bytes } = encode(values, keep)
      lastAsk += 1
      native.ask(lastAsk, stringify(target), text, ...bytes)
      asks.set(lastAsk, { resolve, reject })
    })
  }

  /** A function that the plugin hands to the site gets a number, under which it is called. */
  function keep(thing) {
    const number = kept.size + 1
    kept.set(number, thing)
    return `~f${number}`
  }

  /** A function of the site. */
  const revive = target => Object.freeze((...values) => ask(target, values))

  function log(level, values) {
    const [first, message] = values
    const isPair = typeof first === 'object' && first !== null && typeof message === 'string'
    const { text } = encode(isPair ? first : null, () => null)
    native.log(level, stringify(isPair ? message : String(first)), isPair ? text : '')
  }

  function makeHost() {
    const levels = ['debug', 'info', 'warn', 'error']
    const logs = Object.fromEntries(levels.map(level => [level, (...values) => log(level, values)]))
    const whole = freezeDeep({ ...decode(hostText, [], revive), log: logs, use })
    // What was not granted is not there. QuickJS does not say of what it says "not a function".
    return new Proxy(whole, {
      get(target, name) {
        if (typeof name === 'string' && !(name in target)) missing = name
        return target[name]
      },
    })
  }

  /** What another plugin provides: every method is a call that is answered later. Whether it may be used is checked at once. */
  function use(name) {
    ask('use', [name]).catch(() => {})
    return new Proxy(Object.freeze({}), {
      get: (_, method) =>
        typeof method === 'string' && method !== 'then' ? (...values) => ask('use', [name, method, ...values]) : undefined,
    })
  }

  function settle(call, work) {
    const failed = error => native.failed(call, describeError(error, missing))
    const done = result => {
      try {
        const { text, bytes } = encode(result, refuseFunction)
        native.done(call, text, ...bytes)
      } catch (error) {
        failed(error)
      }
    }
    try {
      const result = work()
      if (typeof result?.then === 'function') Promise.resolve(result).then(done, failed)
      else done(result)
    } catch (error) {
      failed(error)
    }
  }

  return {
    forgotten,
    at(now) {
      clock.now = now
    },
    /** Runs the plugin's `activate`; `loaded` is its module, or a promise of it. */
    activate(call, loaded) {
      settle(call, async () => {
        plugin = (await loaded).default
        if (typeof plugin?.activate !== 'function') {
          throw new TypeError(`The entry should export an object with activate(host) as its default, but exports ${typeof plugin}.`)
        }
        host = makeHost()
        await plugin.activate(host)
      })
    },
    selfTest(call) {
      settle(call, () => plugin.selfTest?.(host))
    },
    deactivate(call) {
      settle(call, () => plugin?.deactivate?.())
    },
    call(call, number, text, ...buffers) {
      settle(call, () => {
        const handler = kept.get(number)
        if (!handler) throw new Error('There is no such function any more.')
        // A function that comes with this call belongs to it.
        return handler(...decode(text, buffers, target => revive(target.replace('@', `@${call}.`))))
      })
    },
    answer(number, fine, text, ...buffers) {
      const waiting = asks.get(number)
      asks.delete(number)
      if (fine) waiting?.resolve(decode(text, buffers, revive))
      else waiting?.reject(reviveError(JSON.parse(text)))
    },
  }
}

function refuseFunction() {
  throw new TypeError('A function cannot be handed to the site as a result; hand it over in activate.')
}

function describeError(error, missing) {
  try {
    const { name, message: said, code, stack } = error ?? {}
    const isMissing = missing !== '' && error instanceof TypeError && /^(not a function|cannot read property .* of undefined)$/.test(said)
    const message = isMissing ? `host.${missing} is not a function` : said
    if (typeof message !== 'string')
      return stringify({ name: 'Error', message: `${typeof error} was thrown: ${String(error)}`.slice(0, 500) })
    const texts = Object.entries({ name, message, code, stack }).filter(([, value]) => typeof value === 'string')
    return stringify(Object.fromEntries(texts.map(([key, value]) => [key, value.slice(0, 2000)])))
  } catch {
    return stringify({ name: 'Error', message: 'Something was thrown that cannot be shown.' })
  }
}

function reviveError({ name, message, code }) {
  if (name === 'OutsideError') return new OutsideError(code, message)
  if (name === 'WorkStopped') return new WorkStopped(code, message)
  if (name === 'ProblemReading') return new ProblemReading(message)
  return Object.assign(new Error(message), { name }, code === undefined ? {} : { code })
}
