import Handlebars from 'handlebars'
import { IntlMessageFormat } from 'intl-messageformat'

type Values = Record<string, unknown>
type Said = string | Handlebars.SafeString

/** One sentence of one language, ready to be said. */
type Message = (values: Values) => Said

/** The sentences of one language. The key is the English sentence; what has no translation is said in English. */
export class Words {
  readonly tag: string
  readonly #messages: Map<string, string>
  readonly #english: Map<string, string>
  readonly #compiled = new Map<string, Message>()

  constructor(tag: string, messages: Map<string, string>, english: Map<string, string> = messages) {
    this.tag = tag
    this.#messages = messages
    this.#english = english
  }

  /** Says a sentence. Values that are SafeStrings stay HTML, and then the whole result is a SafeString with all else escaped. */
  say(key: string, values: Values = {}): Said {
    let message = this.#compiled.get(key)
    if (!message) {
      message = this.#compile(key)
      // Keys come from templates and plugins, so they are few; the limit is for a template that makes keys from text.
      if (this.#compiled.size > 5000) this.#compiled.clear()
      this.#compiled.set(key, message)
    }
    return message(values)
  }

  #compile(key: string): Message {
    const own = this.#messages.get(key)
    try {
      if (own) return compileMessage(own, this.tag)
      return compileMessage(this.#english.get(key) ?? key, 'en')
    } catch {
      return () => key
    }
  }
}

/** Throws when the message is not well-formed ICU MessageFormat. */
export function compileMessage(text: string, tag: string): Message {
  if (!text.includes('{')) return () => text
  if (/^(?:[^{}']|\{\w+\})*$/.test(text)) return compileSimple(text)
  const format = new IntlMessageFormat(text, tag, undefined, { ignoreTag: true })
  const counted = new Map<number, string>()
  return values => {
    const n = onlyNumber(values)
    if (n === undefined) return sayParts(format.formatToParts(values as Record<string, string>).map(part => part.value))
    const known = counted.get(n)
    if (known !== undefined) return known
    const said = String(format.format(values as Record<string, number>))
    counted.set(n, said)
    return said
  }
}

/** Sentences with plain names in braces are the most frequent ones, so they do without the formatter. */
function compileSimple(text: string): Message {
  const pieces = text.split(/\{(\w+)\}/)
  return values => {
    let said = pieces[0]!
    for (let index = 1; index < pieces.length; index += 2) {
      const value = values[pieces[index]!]
      if (typeof value === 'object' && value !== null) return sayParts(pieces.map((piece, at) => (at % 2 ? values[piece] : piece)))
      said += `${value ?? ''}${pieces[index + 1]}`
    }
    return said
  }
}

function sayParts(parts: unknown[]): Said {
  if (!parts.some(part => part instanceof Handlebars.SafeString)) return parts.join('')
  return new Handlebars.SafeString(parts.map(part => Handlebars.escapeExpression(part as string)).join(''))
}

/** Whole numbers below a thousand, alone: their sentences are worth keeping. */
function onlyNumber(values: Values): number | undefined {
  let only: number | undefined
  for (const name in values) {
    const value = values[name]
    if (only !== undefined || typeof value !== 'number') return undefined
    only = value
  }
  return only !== undefined && Number.isInteger(only) && only >= 0 && only < 1000 ? only : undefined
}
