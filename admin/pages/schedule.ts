import { answeringProcess, type PanelPage, type RoutineView } from 'core/control'

/** What is done again and again by itself: when it ran, how long it took, and what went wrong. */
export default {
  title: 'Schedule',
  section: 'System',
  order: 43,
  permission: 'system',
  async show({ site, actor }) {
    return {
      lead: 'What the site does again and again by itself.',
      answering: await answeringProcess(site, actor),
      routines: site.routines
        .list()
        .map(routine => ({ ...routine, ...stateOf(routine), every: every(routine.seconds), input: { name: routine.name } })),
    }
  },
} satisfies PanelPage

function stateOf({ isRunning, problem, lastRunAt }: RoutineView): { state: string; mark: string } {
  if (isRunning) return { state: 'running', mark: 'good' }
  if (problem !== null) return { state: 'failed', mark: 'bad' }
  return lastRunAt ? { state: 'good', mark: 'good' } : { state: 'not yet', mark: 'resting' }
}

function every(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${seconds / 60} min` : `${seconds / 3600} h`
}
