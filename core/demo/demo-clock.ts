/** A clock that is put where the story is, so that everything that follows a verb happens at its time too. */
export class DemoClock {
  #time: number

  constructor(start: Date) {
    this.#time = start.getTime()
  }

  readonly now = (): Date => new Date(this.#time)

  put(time: number): void {
    this.#time = time
  }
}
