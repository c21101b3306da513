import { drillTask, makeBackupTask, verifyBackupTask } from './backup/backup-tasks.ts'
import { checkDatabaseTask } from './database/check-task.ts'
import { tidyDatabaseTask } from './database/tidy-task.ts'
import { notFound } from './errors.ts'
import { importTask } from './imports/import-task.ts'
import { exportTask } from './own-data/export-task.ts'
import { refetchSourcesTask } from './sources/refetch-task.ts'
import { readTagsTask } from './tags/read-tags-task.ts'
import type { TaskDefinition } from './tasks/task.ts'
import { rebuildTimelinesTask } from './timelines/rebuild-task.ts'

/** Everything that takes long and shows its progress under Tasks. */
export function listCoreTasks(): readonly TaskDefinition[] {
  return [
    rebuildTimelinesTask,
    refetchSourcesTask,
    checkDatabaseTask,
    tidyDatabaseTask,
    makeBackupTask,
    verifyBackupTask,
    drillTask,
    readTagsTask,
    importTask,
    exportTask,
  ] as unknown as TaskDefinition[]
}

/** The task with this name. Throws notFound. */
export function findTaskDefinition(name: string): TaskDefinition {
  const known = listCoreTasks().find(task => task.name === name)
  if (!known) throw notFound('task')
  return known
}
