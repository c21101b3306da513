/** Repeatable chance: the same words make the same numbers (mulberry32, started from an FNV hash). */
export class DemoChance {
  #state = 0x811c9dc5

  constructor(words: string) {
    for (const letter of words) this.#state = Math.imul(this.#state ^ letter.codePointAt(0)!, 0x01000193)
  }

  /** From 0 up to but not including 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low)
  }

  /** A whole number from `low` up to and including `high`. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  /** Waiting times: mostly short, now and then long. */
  wait(mean: number): number {
    return -Math.log(1 - this.next()) * mean
  }

  pick<Thing>(things: readonly Thing[]): Thing {
    return things[Math.floor(this.next() * things.length)]!
  }

  shuffle<Thing>(things: readonly Thing[]): Thing[] {
    return things
      .map(thing => [this.next(), thing] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, thing]) => thing)
  }
}
