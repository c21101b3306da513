/** Milliseconds for the patterns of all rules on one text, and on all texts that come in together. */
export const ofText = 120
export const ofBatch = 2500

/** What is left of the time for patterns, which rules and texts have together: nobody makes the site spend more, whatever they write. */
export class Patience {
  #left: number
  readonly #whole: Patience | undefined

  /** `whole`: of what it is a part. */
  constructor(milliseconds: number, whole?: Patience) {
    this.#left = milliseconds
    this.#whole = whole
  }

  get left(): number {
    return Math.min(this.#left, this.#whole?.left ?? Number.POSITIVE_INFINITY)
  }

  spend(milliseconds: number): void {
    this.#left -= milliseconds
    this.#whole?.spend(milliseconds)
  }
}
