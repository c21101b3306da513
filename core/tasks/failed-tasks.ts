import type { Site } from '../site.ts'
import type { TaskRow } from './task.ts'

const most = 5

/** Long work that failed in the last days and was not done since, the newest first. */
export function failedTasks({ db, now }: Site, days = 3): Promise<Pick<TaskRow, 'id' | 'name' | 'problem'>[]> {
  const since = new Date(now().getTime() - days * 86_400_000).toISOString()
  const again = db('tasks as a').whereRaw('a.name = t.name and a.input = t.input and a.id > t.id')
  return db('tasks as t')
    .where('t.endedAt', '>', since)
    .whereNotNull('t.problem')
    .whereNotExists(again.select(db.raw('1')))
    .orderBy('t.id', 'desc')
    .limit(most)
    .select('t.id', 't.name', 't.problem')
    .then(rows => rows)
}
