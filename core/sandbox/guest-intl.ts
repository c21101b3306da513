/** What of `Intl` and of the methods that depend on a language a guest may ask for, by what it is called on. */
const known: Readonly<Record<string, readonly string[]>> = {
  DateTimeFormat: ['format', 'formatToParts', 'formatRange', 'resolvedOptions'],
  NumberFormat: ['format', 'formatToParts', 'formatRange', 'resolvedOptions'],
  PluralRules: ['select', 'resolvedOptions'],
  Collator: ['compare', 'resolvedOptions'],
  ListFormat: ['format', 'formatToParts', 'resolvedOptions'],
  RelativeTimeFormat: ['format', 'formatToParts', 'resolvedOptions'],
  DisplayNames: ['of', 'resolvedOptions'],
  Date: ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'],
  Number: ['toLocaleString'],
  String: ['localeCompare', 'toLocaleUpperCase', 'toLocaleLowerCase'],
}

const mostCharacters = 100_000
const mostKept = 30

type Formatter = Record<string, (...values: unknown[]) => unknown>
type Maker = new (locales: string[], options: object) => Formatter

/** QuickJS speaks no languages; Node does, on the same thread and on the time of the plugin. Making a formatter takes long, so some are kept. */
export class GuestIntl {
  readonly #kept = new Map<string, Formatter>()

  /** Answers `[kind, locales, options, method, values]` with JSON. Throws what Intl throws. */
  ask(text: string): string {
    if (text.length > mostCharacters) throw new RangeError('This is too much to be put into words at once.')
    const [kind, locales, given, method, values] = JSON.parse(text) as [string, string[], object | null, string, unknown[]]
    if (!Object.hasOwn(known, kind) || !known[kind]?.includes(method)) throw new TypeError(`There is no ${kind}.${method}.`)
    // What is not said is the same on every machine.
    const tags = locales.length > 0 ? locales : ['en']
    const options = kind.startsWith('Date') ? { timeZone: 'UTC', ...given } : { ...given }
    if (!Object.hasOwn(plain, kind)) return answer(this.#find(kind, tags, options)[method]!(...values))
    const [value, ...others] = values
    return answer(plain[kind]!(value)[method]!(...others, tags, options))
  }

  #find(kind: string, tags: string[], options: object): Formatter {
    const key = JSON.stringify([kind, tags, options])
    const kept = this.#kept.get(key)
    if (kept) return kept
    const made = new (Intl as unknown as Record<string, Maker>)[kind]!(tags, options)
    this.#kept.set(key, made)
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!)
    return made
  }
}

/** Values whose own methods are asked. */
const plain: Readonly<Record<string, (value: unknown) => Formatter>> = {
  Date: value => new Date(Number(value)) as unknown as Formatter,
  Number: value => Object(Number(value)) as Formatter,
  String: value => Object(String(value)) as Formatter,
}

function answer(value: unknown): string {
  return JSON.stringify(value) ?? 'null'
}
