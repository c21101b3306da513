import { runQueuedRoutine } from './jobs/run-routine.ts'
import { eraseTracesOf } from './purge/erase-traces.ts'
import type { Site } from './site.ts'

/** What whoever looks after the system causes to be done later. */
export function handleSystemJobs(site: Site): void {
  site.jobs.handle('run-routine', input => runQueuedRoutine(site, input as Parameters<typeof runQueuedRoutine>[1]))
  site.jobs.handle('erase-traces', input => eraseTracesOf(site, input as Parameters<typeof eraseTracesOf>[1]))
  site.jobs.handle('empty-image-cache', () => site.images.clear())
}
