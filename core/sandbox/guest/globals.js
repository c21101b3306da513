/** The few things of the web platform that plugins need for their work. None of them reaches out of the sandbox. */
export function addGlobals(native, clock, log) {
  const say =
    level =>
    (...values) =>
      log(level, [values.map(show).join(' ')])
  define('console', { log: say('info'), info: say('info'), warn: say('warn'), error: say('error'), debug: say('debug') })
  define('queueMicrotask', work => void Promise.resolve().then(work))
  define('structuredClone', value => JSON.parse(JSON.stringify(value)))
  define('Date', frozenDate(clock))
  define('TextEncoder', makeTextEncoder(native))
  define('TextDecoder', makeTextDecoder(native))
  const URLSearchParams = makeSearchParams()
  define('URLSearchParams', URLSearchParams)
  define('URL', makeUrl(native, URLSearchParams))
  // A way to wait for other threads is a way to tell the time.
  for (const name of ['SharedArrayBuffer', 'Atomics']) delete globalThis[name]
}

function define(name, value) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false })
}

function show(value) {
  try {
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  } catch {
    return String(value)
  }
}

/** The time at which the site called: it does not pass while the plugin works. */
function frozenDate(clock) {
  const Real = Date
  function FrozenDate(...values) {
    if (!new.target) return new Real(clock.now).toString()
    return Reflect.construct(Real, values.length === 0 ? [clock.now] : values, new.target)
  }
  Object.defineProperties(FrozenDate, { name: { value: 'Date' }, length: { value: 7 }, prototype: { value: Real.prototype } })
  Object.assign(FrozenDate, { now: () => clock.now, parse: Real.parse, UTC: Real.UTC })
  Real.prototype.constructor = FrozenDate
  return FrozenDate
}

function makeTextEncoder(native) {
  return class TextEncoder {
    encoding = 'utf-8'
    encode(text = '') {
      return new Uint8Array(native.encode(JSON.stringify(String(text))))
    }
  }
}

function makeTextDecoder(native) {
  return class TextDecoder {
    constructor(encoding = 'utf-8', { fatal = false, ignoreBOM = false } = {}) {
      this.encoding = String(encoding).toLowerCase()
      this.fatal = Boolean(fatal)
      this.ignoreBOM = Boolean(ignoreBOM)
    }
    decode(bytes = new Uint8Array()) {
      const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes)
      return JSON.parse(native.decode(view.slice().buffer, JSON.stringify([this.encoding, this.fatal, this.ignoreBOM])))
    }
  }
}

function makeSearchParams() {
  const read = text => decodeURIComponent(text.replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '%25'))
  const write = text =>
    encodeURIComponent(text)
      .replaceAll('%20', '+')
      .replace(/[!'()~]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return class URLSearchParams {
    #pairs = []
    #changed
    constructor(from = '', changed = () => {}) {
      this.#changed = changed
      if (typeof from === 'string') this.#pairs = parsePairs(from, read)
      else
        this.#pairs = [...(typeof from[Symbol.iterator] === 'function' ? from : Object.entries(from))].map(([name, value]) => [
          String(name),
          String(value),
        ])
    }
    get size() {
      return this.#pairs.length
    }
    get(name) {
      return this.#pairs.find(pair => pair[0] === name)?.[1] ?? null
    }
    getAll(name) {
      return this.#pairs.filter(pair => pair[0] === name).map(pair => pair[1])
    }
    has(name) {
      return this.#pairs.some(pair => pair[0] === name)
    }
    append(name, value) {
      this.#pairs.push([String(name), String(value)])
      this.#changed(this)
    }
    set(name, value) {
      const place = this.#pairs.findIndex(pair => pair[0] === name)
      const kept = this.#pairs.filter((pair, index) => pair[0] !== name || index === place)
      if (place < 0) kept.push([String(name), String(value)])
      else kept[kept.findIndex(pair => pair[0] === name)] = [String(name), String(value)]
      this.#pairs = kept
      this.#changed(this)
    }
    delete(name) {
      this.#pairs = this.#pairs.filter(pair => pair[0] !== name)
      this.#changed(this)
    }
    sort() {
      this.#pairs.sort(([one], [other]) => (one < other ? -1 : Number(one > other)))
      this.#changed(this)
    }
    forEach(work) {
      for (const [name, value] of this.#pairs) work(value, name, this)
    }
    keys() {
      return this.#pairs.map(pair => pair[0]).values()
    }
    values() {
      return this.#pairs.map(pair => pair[1]).values()
    }
    entries() {
      return this.#pairs.map(pair => [...pair]).values()
    }
    [Symbol.iterator]() {
      return this.entries()
    }
    toString() {
      return this.#pairs.map(pair => pair.map(write).join('=')).join('&')
    }
  }
}

function parsePairs(text, read) {
  const parts = text
    .replace(/^\?/, '')
    .split('&')
    .filter(part => part !== '')
  return parts.map(part => {
    const [name, ...rest] = part.split('=')
    return [read(name), read(rest.join('='))]
  })
}

/** The address is taken apart by the worker, with the same parser that the site uses. */
function makeUrl(native, URLSearchParams) {
  const parts = ['href', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']
  const parse = (...values) => JSON.parse(native.url(JSON.stringify(values)))
  class URL {
    #parts
    #params
    constructor(address, base) {
      this.#parts = parse(String(address), base === undefined ? '' : String(base))
      if (!this.#parts) throw new TypeError('Invalid URL')
    }
    static canParse(address, base) {
      return parse(String(address), base === undefined ? '' : String(base)) !== null
    }
    static parse(address, base) {
      return URL.canParse(address, base) ? new URL(address, base) : null
    }
    static {
      for (const part of parts) {
        Object.defineProperty(URL.prototype, part, {
          enumerable: true,
          configurable: true,
          get() {
            return this.#parts[part]
          },
          set(value) {
            this.#change(part, value)
            this.#params = undefined
          },
        })
      }
    }
    get origin() {
      return this.#parts.origin
    }
    get searchParams() {
      this.#params ??= new URLSearchParams(this.search, params => this.#change('search', params.toString()))
      return this.#params
    }
    #change(part, value) {
      this.#parts = parse(this.href, '', part, String(value))
    }
    toString() {
      return this.href
    }
    toJSON() {
      return this.href
    }
  }
  return URL
}
