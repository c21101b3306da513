import Handlebars from 'handlebars'
import type { Words } from './words.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Says times and numbers in one language. Formatters and what they made are kept: the same times are asked for on every page. */
export class ClockWords {
  readonly #words: Words
  readonly #openings = new Map<string, string>()
  readonly #dates = new Map<string, string>()
  readonly #ages = new Map<number, string>()
  readonly #days = new Map<string, string>()
  readonly #minutes = new Map<string, string>()
  readonly #number: Intl.NumberFormat
  readonly #full: Intl.DateTimeFormat
  readonly #clock: Intl.DateTimeFormat
  readonly #thisYear: Intl.DateTimeFormat
  readonly #otherYear: Intl.DateTimeFormat

  constructor(words: Words) {
    this.#words = words
    this.#number = new Intl.NumberFormat(words.tag)
    this.#full = new Intl.DateTimeFormat(words.tag, { dateStyle: 'full', timeZone: 'UTC' })
    this.#clock = new Intl.DateTimeFormat(words.tag, { timeStyle: 'short', timeZone: 'UTC' })
    this.#thisYear = new Intl.DateTimeFormat(words.tag, { day: 'numeric', month: 'short', timeZone: 'UTC' })
    this.#otherYear = new Intl.DateTimeFormat(words.tag, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  }

  amount(value: number): string {
    return Number.isFinite(value) ? this.#number.format(value) : ''
  }

  /** `5 min`, `3 h`, `2 d`, and from a week on the date, as for what is still to come. */
  ago(at: string, now: number): string {
    const age = now - Date.parse(at)
    if (!(age < 7 * day && age > -minute)) return this.#date(at, now)
    if (age < minute) return String(this.#words.say('just now'))
    if (age < hour) return this.#age('{n} min', Math.floor(age / minute), 0)
    if (age < day) return this.#age('{n} h', Math.floor(age / hour), 100)
    return this.#age('{n} d', Math.floor(age / day), 200)
  }

  /** The element: what `ago` says, with the full date behind it. */
  time(at: string, now: number): Handlebars.SafeString {
    const opening = kept(this.#openings, at, () => this.#opening(at))
    return new Handlebars.SafeString(`${opening}${Handlebars.escapeExpression(this.ago(at, now))}</time>`)
  }

  #opening(at: string): string {
    if (Number.isNaN(Date.parse(at))) return '<time>'
    const full = `${this.#fullDay(at)}, ${this.#hourAndMinute(at)} UTC`
    return `<time datetime="${Handlebars.escapeExpression(at)}" title="${Handlebars.escapeExpression(full)}">`
  }

  // Asking Intl takes longer than all the rest of an entry, and there are fewer days and minutes of a day than times.

  #fullDay(at: string): string {
    return kept(this.#days, at.slice(0, 10), () => this.#full.format(new Date(at)))
  }

  #hourAndMinute(at: string): string {
    return kept(this.#minutes, at.slice(11, 16), () => this.#clock.format(new Date(at)))
  }

  #age(key: string, n: number, offset: number): string {
    const known = this.#ages.get(offset + n)
    if (known !== undefined) return known
    const said = String(this.#words.say(key, { n }))
    this.#ages.set(offset + n, said)
    return said
  }

  #date(at: string, now: number): string {
    if (Number.isNaN(Date.parse(at))) return ''
    const sameYear = at.slice(0, 4) === String(new Date(now).getUTCFullYear())
    const key = sameYear ? at.slice(0, 10) : `${at.slice(0, 10)} `
    return kept(this.#dates, key, () => (sameYear ? this.#thisYear : this.#otherYear).format(new Date(at)))
  }
}

function kept(cache: Map<string, string>, key: string, make: () => string): string {
  const known = cache.get(key)
  if (known !== undefined) return known
  const made = make()
  keep(cache, key, made)
  return made
}

function keep(cache: Map<string, string>, key: string, value: string): void {
  if (cache.size >= 10_000) cache.clear()
  cache.set(key, value)
}
