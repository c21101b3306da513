const { parse, stringify } = JSON

/** `Intl`, and the methods of dates, numbers and texts that depend on a language. The worker knows the languages. */
export function addIntl(native, clock) {
  const list = locales => (locales === undefined ? [] : [].concat(locales).map(String))
  const ask = (kind, locales, options, method, values) => parse(native.intl(stringify([kind, locales, options ?? null, method, values])))
  const time = value => (value === undefined ? clock.now : Number(value))
  const kinds = {
    DateTimeFormat: { format: ['format'], methods: { formatToParts: [time], formatRange: [time, time] }, values: [time] },
    // As text, in which nothing of a big integer is lost.
    NumberFormat: { format: ['format'], methods: { formatToParts: [String], formatRange: [String, String] }, values: [String] },
    PluralRules: { methods: { select: [Number] } },
    Collator: { format: ['compare'], values: [String, String] },
    ListFormat: { methods: { format: [Array.from], formatToParts: [Array.from] } },
    RelativeTimeFormat: { methods: { format: [Number, String], formatToParts: [Number, String] } },
    DisplayNames: { methods: { of: [String] } },
  }
  const all = {}
  for (const [kind, { format = [], methods = {}, values = [] }] of Object.entries(kinds)) {
    const made = new WeakMap()
    const call = (self, method, given) => ask(kind, made.get(self).locales, made.get(self).options, method, given)
    const Formatter = function (locales, options) {
      if (!new.target) return new Formatter(locales, options)
      made.set(this, { locales: list(locales), options })
      // Throws for a language or an option that does not exist.
      call(this, 'resolvedOptions', [])
    }
    Object.defineProperty(Formatter, 'name', { value: kind })
    for (const method of format) {
      Object.defineProperty(Formatter.prototype, method, {
        configurable: true,
        get() {
          return (...given) =>
            call(
              this,
              method,
              values.map((convert, index) => convert(given[index])),
            )
        },
      })
    }
    for (const [method, converts] of Object.entries(methods)) {
      add(Formatter.prototype, method, function (...given) {
        return call(
          this,
          method,
          converts.map((convert, index) => convert(given[index])),
        )
      })
    }
    add(Formatter.prototype, 'resolvedOptions', function () {
      return call(this, 'resolvedOptions', [])
    })
    add(all, kind, Formatter)
  }
  Object.defineProperty(globalThis, 'Intl', { value: all, writable: true, configurable: true, enumerable: false })

  for (const method of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
    add(Date.prototype, method, function (locales, options) {
      return Number.isNaN(this.getTime()) ? 'Invalid Date' : ask('Date', list(locales), options, method, [this.getTime()])
    })
  }
  add(Number.prototype, 'toLocaleString', function (locales, options) {
    return ask('Number', list(locales), options, 'toLocaleString', [String(this)])
  })
  add(String.prototype, 'localeCompare', function (other, locales, options) {
    return ask('String', list(locales), options, 'localeCompare', [String(this), String(other)])
  })
  for (const method of ['toLocaleUpperCase', 'toLocaleLowerCase']) {
    add(String.prototype, method, function (locales) {
      return ask('String', list(locales), undefined, method, [String(this)])
    })
  }
}

function add(owner, name, value) {
  Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: false })
}
