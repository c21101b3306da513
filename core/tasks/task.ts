import type { Static, TSchema } from 'typebox'
import type { CorePermission } from '../actions/permissions.ts'
import type { Site } from '../site.ts'

/** How far a piece of work is. What is not named stays as it was. */
export interface Step {
  done?: number
  /** How much there is to do in all. */
  total?: number
  /** What is being done now, for whoever watches. */
  message?: string
  /** Where to go on when the process is stopped, as JSON. */
  place?: unknown
}

/** What a task is handed. */
export interface TaskWork<Input> {
  site: Site
  input: Input
  /** What was last kept as `place`; undefined when the work begins. */
  place: unknown
  /**
   * Says how far the work is. Cheap enough for every element: it is written down at most twice a second. Throws when the work is
   * to stop, because somebody cancelled it or the process ends; let that pass.
   */
  step(step: Step): Promise<void>
  /** For what takes long between two steps. */
  stopping: AbortSignal
}

/** Long work that runs in the background and shows its progress. It must be harmless to do twice, or go on at its `place`. */
export interface TaskDefinition<Schema extends TSchema = TSchema> {
  /** `noun.verb`. Only one of a name runs at a time, or one for each subject. */
  name: string
  /** For people: "Rebuild timelines". */
  title: string
  permission: CorePermission
  input: Schema
  /** Does the work. What it returns is the last message: "Made 40 timelines anew." What it throws is shown as its problem. */
  run(work: TaskWork<Static<Schema>>): Promise<string>
}

/** Declares long work. It has to be listed in `core-tasks.ts` as well. */
export function defineTask<Schema extends TSchema>(definition: TaskDefinition<Schema>): TaskDefinition<Schema> {
  return Object.freeze(definition)
}

export interface TaskRow {
  id: string
  name: string
  /** What it is about, where several of one name may run; else empty. */
  subject: string
  input: string
  done: number
  total: number | null
  message: string
  place: string | null
  startedBy: string | null
  createdAt: string
  startedAt: string | null
  leasedUntil: string | null
  cancelledAt: string | null
  endedAt: string | null
  problem: string | null
}
