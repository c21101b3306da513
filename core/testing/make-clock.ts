/** A clock for a test that stands still until it is told to go on, so that what happens one after the other has times in that order. */
export function makeClock(start = '2026-11-01T12:00:00.000Z'): { now: () => Date; tick: (milliseconds?: number) => void } {
  let time = Date.parse(start)
  return {
    now: () => new Date(time),
    tick(milliseconds = 1000) {
      time += milliseconds
    },
  }
}
