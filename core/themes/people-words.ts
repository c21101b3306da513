import Handlebars from 'handlebars'
import type { FeedLink } from '../feeds/feed-view.ts'
import type { Words } from './words.ts'

const escapeHtml = Handlebars.escapeExpression

/** A name that leads to its feed; a former member's leads nowhere and is said in the reader's language. */
export function whoHtml(person: FeedLink | undefined, words: Words): string {
  if (!person) return ''
  if (person.kind === 'former') return `<span class="who">${escapeHtml(String(words.say(person.name)))}</span>`
  const name = escapeHtml(person.name)
  return person.url ? `<a class="who" href="${escapeHtml(person.url)}">${name}</a>` : `<span class="who">${name}</span>`
}

/** Says lists of people in one language: "You, Ann and 3 other people". */
export class PeopleWords {
  readonly #words: Words
  readonly #list: Intl.ListFormat
  readonly #gaps: string[][] = []

  constructor(words: Words) {
    this.#words = words
    this.#list = new Intl.ListFormat(words.tag, { type: 'conjunction', style: 'long' })
  }

  listHtml(people: FeedLink[], more: number, firstIsYou: boolean): Handlebars.SafeString {
    const names = people.map((person, index) =>
      index === 0 && firstIsYou ? escapeHtml(String(this.#words.say('You'))) : whoHtml(person, this.#words),
    )
    if (more > 0) names.push(escapeHtml(String(this.#words.say('{n} other people', { n: more }))))
    const gaps = this.#gapsOf(names.length)
    let html = gaps[0]!
    for (const [index, name] of names.entries()) html += name + gaps[index + 1]
    return new Handlebars.SafeString(html)
  }

  /** What the language puts before, between and after so many names; asked of Intl once. */
  #gapsOf(count: number): string[] {
    const known = this.#gaps[count]
    if (known) return known
    const gaps = ['']
    for (const part of this.#list.formatToParts(Array.from({ length: count }, () => 'x'))) {
      if (part.type === 'literal') gaps[gaps.length - 1] += escapeHtml(part.value)
      else gaps.push('')
    }
    this.#gaps[count] = gaps
    return gaps
  }
}
