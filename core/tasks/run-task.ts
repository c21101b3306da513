import type { Static, TSchema } from 'typebox'
import { findTaskDefinition } from '../core-tasks.ts'
import type { Site } from '../site.ts'
import type { Step, TaskDefinition, TaskRow } from './task.ts'

/** Another process takes a task over when its own has not said anything for so long. */
const leaseSeconds = 90
/** Progress is written down at most this often. */
const pause = 500

/** The work was stopped from outside, and did nothing wrong. */
class TaskStopped extends Error {
  override readonly name = 'TaskStopped'
}

/** Takes a task and does it to its end, or to where it is stopped. Does nothing when another process has it. */
export async function runTask(site: Site, id: string, stopping: AbortSignal): Promise<void> {
  const row = await lease(site, id)
  if (!row) return
  const notes = new Notes(site, row, stopping)
  // One long statement says nothing; the task is at work all the same.
  const beat = setInterval(() => void notes.beat(), (leaseSeconds / 3) * 1000)
  try {
    const definition = findTaskDefinition(row.name) as TaskDefinition
    const input = JSON.parse(row.input) as Static<TSchema>
    const place: unknown = row.place === null ? undefined : JSON.parse(row.place)
    const message = await definition.run({ site, input, place, step: step => notes.take(step), stopping })
    await notes.end({ message })
  } catch (error) {
    if (error instanceof TaskStopped) return
    site.log.error({ error, task: row.name, id }, 'a task failed')
    await notes.end({ problem: error instanceof Error ? error.message : String(error) })
  } finally {
    clearInterval(beat)
  }
}

async function lease(site: Site, id: string): Promise<TaskRow | undefined> {
  const now = site.now().toISOString()
  const rows: TaskRow[] = await site.db.transaction(trx =>
    trx('tasks')
      .where({ id })
      .whereNull('endedAt')
      .where(free => free.whereNull('leasedUntil').orWhere('leasedUntil', '<', now))
      .update({ leasedUntil: leaseEnd(site), startedAt: trx.raw('coalesce(started_at, ?)', [now]) })
      .returning('*'),
  )
  return rows[0]
}

function leaseEnd(site: Site): string {
  return new Date(site.now().getTime() + leaseSeconds * 1000).toISOString()
}

/** Writes down how far a task is, now and then, and learns whether it is to stop. */
class Notes {
  readonly #site: Site
  readonly #id: string
  readonly #stopping: AbortSignal
  #latest: Step = {}
  #writtenAt = 0

  constructor(site: Site, { id }: TaskRow, stopping: AbortSignal) {
    this.#site = site
    this.#id = id
    this.#stopping = stopping
  }

  async take(step: Step): Promise<void> {
    Object.assign(this.#latest, step)
    if (this.#stopping.aborted) return this.#leave()
    if (Date.now() - this.#writtenAt < pause) return
    this.#writtenAt = Date.now()
    const cancelled = await this.#write({ leasedUntil: leaseEnd(this.#site) })
    if (!cancelled) return
    await this.end({ message: 'Stopped before its end.' })
    throw new TaskStopped()
  }

  async beat(): Promise<void> {
    await this.#write({ leasedUntil: leaseEnd(this.#site) }).catch(error =>
      this.#site.log.warn({ error }, 'a task could not say that it is at work'),
    )
  }

  async end({ message, problem }: { message?: string; problem?: string }): Promise<void> {
    if (message !== undefined) this.#latest.message = message
    const endedAt = this.#site.now().toISOString()
    await this.#write({ leasedUntil: null, endedAt, problem: problem?.slice(0, 2000) ?? null })
  }

  /** The process ends: another one, or the next start, goes on at this place. */
  async #leave(): Promise<never> {
    await this.#write({ leasedUntil: null })
    throw new TaskStopped()
  }

  /** Returns whether somebody wants it to stop. */
  async #write(columns: object): Promise<boolean> {
    const { done, total, message, place } = this.#latest
    const row = {
      ...(done !== undefined && { done }),
      ...(total !== undefined && { total }),
      ...(message !== undefined && { message: message.slice(0, 300) }),
      ...(place !== undefined && { place: JSON.stringify(place) }),
      ...columns,
    }
    const rows: { cancelledAt: string | null }[] = await this.#site.db.transaction(trx =>
      trx('tasks').where({ id: this.#id }).update(row).returning('cancelledAt'),
    )
    return rows[0]?.cancelledAt !== null
  }
}
