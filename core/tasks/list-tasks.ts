import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { listCoreTasks } from '../core-tasks.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import type { TaskRow } from './task.ts'

/** A task as it is shown. */
export interface TaskView {
  id: string
  name: string
  title: string
  state: 'waiting' | 'running' | 'stopping' | 'done' | 'stopped' | 'failed'
  /** Colour of its dot. */
  mark: 'good' | 'bad' | 'warn' | 'resting'
  isOpen: boolean
  done: number
  total: number | null
  message: string
  problem: string | null
  createdAt: string
  endedAt: string | null
  /** Null for the command line, and for members who are gone. */
  byName: string | null
  canCancel: boolean
  /** It failed or was stopped, and can be started once more. */
  canRetry: boolean
  /** The input of `task.cancel` and `task.retry`. */
  input: { id: string }
}

const marks: Record<TaskView['state'], TaskView['mark']> = {
  waiting: 'resting',
  running: 'good',
  stopping: 'warn',
  done: 'good',
  stopped: 'resting',
  failed: 'bad',
}

export interface TaskFilter {
  id?: string
  /** Only tasks of these names. */
  names?: readonly string[]
  /** Only those that have not ended. */
  open?: boolean
  limit?: number
}

/** Long work, the newest first. Each is shown to who may start it; nobody else learns of it. */
export async function listTasks(site: Site, actor: Actor, { id, names, open, limit = 50 }: TaskFilter = {}): Promise<TaskView[]> {
  if (!may(actor, 'system') && !names) throw forbidden('Only those who look after the system see all its tasks.')
  const rows = site
    .db('tasks as t')
    .leftJoin('feeds as f', 'f.id', 't.startedBy')
    .select('t.*', 'f.name as byName')
    .orderBy('t.id', 'desc')
    .limit(limit)
  if (id) rows.where('t.id', id)
  if (names) rows.whereIn('t.name', names)
  if (open) rows.whereNull('t.endedAt')
  const found: (TaskRow & { byName: string | null })[] = await rows
  return found.flatMap(row => {
    const definition = listCoreTasks().find(known => known.name === row.name)
    return definition && may(actor, definition.permission) ? [view(row, definition.title, may(actor, 'system'))] : []
  })
}

function view(row: TaskRow & { byName: string | null }, title: string, mayStop: boolean): TaskView {
  const { id, name, done, total, message, problem, createdAt, endedAt, byName } = row
  const state = stateOf(row)
  const canCancel = mayStop && (state === 'waiting' || state === 'running')
  const isOpen = endedAt === null
  return {
    id,
    name,
    title,
    state,
    mark: marks[state],
    isOpen,
    done,
    total,
    message,
    problem,
    createdAt,
    endedAt,
    byName,
    canCancel,
    canRetry: mayStop && (state === 'failed' || state === 'stopped'),
    input: { id },
  }
}

function stateOf({ endedAt, problem, cancelledAt, startedAt }: TaskRow): TaskView['state'] {
  if (endedAt) return problem ? 'failed' : cancelledAt ? 'stopped' : 'done'
  if (cancelledAt) return 'stopping'
  return startedAt ? 'running' : 'waiting'
}
