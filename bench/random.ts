/** Repeatable chance: the same seed makes the same site (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** From 0 up to but not including 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number from 0 up to but not including `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end)
  }

  pick<Thing>(things: readonly Thing[]): Thing {
    return things[this.below(things.length)] as Thing
  }

  hex(length: number): string {
    let text = ''
    while (text.length < length) text += this.below(0x10000).toString(16).padStart(4, '0')
    return text.slice(0, length)
  }

  /** An id as UUIDv7 would be at this time. */
  id(at: number): string {
    const time = at.toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${this.hex(3)}-8${this.hex(3)}-${this.hex(12)}`
  }
}

const words =
  'river morning bridge garden letter window paper stone market music winter coffee train island recipe photo walk history library light ' +
  'summer story kitchen street question answer forest harbour village bread picture silence weather mountain evening journey season colour'

const list = words.split(' ')

/** Text of about this many characters. */
export function makeText(random: Random, length: number): string {
  const parts: string[] = []
  for (let size = 0; size < length; ) {
    const sentence = Array.from({ length: 5 + random.below(9) }, () => random.pick(list)).join(' ')
    parts.push(`${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`)
    size += sentence.length + 2
  }
  return parts.join(' ')
}
