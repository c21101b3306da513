import type { OpenSite } from '../open-site.ts'
import type { DemoClock } from './demo-clock.ts'

/** Something that happens at a time. */
export interface Happening {
  /** Milliseconds. */
  at: number
  run(): Promise<void>
}

const hour = 3_600_000
/** News is delivered after so many happenings, and before every longer pause. */
const mostUntold = 30

/** Lets everything happen in its order and at its time, with the news that follows from it. */
export async function live(
  { outbox }: Pick<OpenSite, 'outbox'>,
  clock: DemoClock,
  happenings: readonly Happening[],
  lived?: (part: number) => void,
): Promise<void> {
  const ordered = [...happenings].sort((a, b) => a.at - b.at)
  const end = ordered.at(-1)?.at ?? 0
  let untold = 0
  for (const [index, { at, run }] of ordered.entries()) {
    // In the last two days times are exact enough to be looked at.
    if (untold >= mostUntold || (untold > 0 && end - at < 48 * hour && at - clock.now().getTime() > hour / 6)) {
      await outbox.drained()
      untold = 0
    }
    clock.put(at)
    await run()
    untold++
    lived?.((index + 1) / ordered.length)
  }
  await outbox.drained()
}
