import type { Site } from '../site.ts'
import { runTask } from './run-task.ts'

/** Runs the tasks of this process, beside its jobs: a job should be short, because the next ones wait for it. */
export interface TaskRunner {
  /** Begins a task, and does not wait for it. */
  start(id: string): void
  /** Takes up tasks that no process works on any more. */
  resume(): Promise<void>
  /** Resolves when no task is at work. */
  settled(): Promise<void>
  /** Stops tasks at their next step; another process, or the next start, goes on there. */
  close(): Promise<void>
}

export function openTaskRunner(site: Site): TaskRunner {
  const atWork = new Map<string, Promise<void>>()
  const stopping = new AbortController()
  const start = (id: string): void => {
    if (stopping.signal.aborted || atWork.has(id)) return
    const work = runTask(site, id, stopping.signal)
      .catch(error => site.log.error({ error, id }, 'what became of a task could not be kept'))
      .finally(() => atWork.delete(id))
    atWork.set(id, work)
  }
  return {
    start,
    async resume() {
      const now = site.now().toISOString()
      const left: { id: string }[] = await site
        .db('tasks')
        .whereNull('endedAt')
        .where(free => free.whereNull('leasedUntil').orWhere('leasedUntil', '<', now))
        .select('id')
      for (const { id } of left) start(id)
    },
    async settled() {
      while (atWork.size > 0) await Promise.all(atWork.values())
    },
    async close() {
      stopping.abort()
      await Promise.all(atWork.values())
    },
  }
}
