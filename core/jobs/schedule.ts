import { trimTimelines } from '../feeds/trim-timeline.ts'
import type { OpenSite } from '../open-site.ts'
import type { Site } from '../site.ts'

/** Something that is done again and again while the site runs. It must be harmless to do twice. */
interface Routine {
  name: string
  seconds: number
  run(site: Site): Promise<unknown>
}

const routines: Routine[] = [{ name: 'trim timelines', seconds: 3600, run: trimTimelines }]

export interface Schedule {
  close(): Promise<void>
}

/** Says what runs when. A routine that is still at work is not started again. */
export function startSchedule(opened: OpenSite): Schedule {
  const { site } = opened
  const atWork = new Set<Promise<unknown>>()
  const every = (seconds: number, name: string, run: () => Promise<unknown>): NodeJS.Timeout => {
    let busy = false
    const timer = setInterval(() => {
      if (busy) return
      busy = true
      const work = run()
        .catch(error => site.log.error({ error, routine: name }, 'a routine failed'))
        .finally(() => {
          busy = false
          atWork.delete(work)
        })
      atWork.add(work)
    }, seconds * 1000)
    return timer.unref()
  }

  const timers = [
    every(1, 'refresh', () => opened.refresh()),
    ...routines.map(({ seconds, name, run }) => every(seconds, name, () => run(site))),
  ]
  return {
    async close() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(atWork)
    },
  }
}
