import type { Site } from '../site.ts'
import { dropOldBackups, timeOf } from './drop-old-backups.ts'
import { type ListedBackup, listBackups } from './list-backups.ts'
import { backupsOf, makeBackup } from './make-backup.ts'
import { listOutcomes, type Outcome } from './outcomes.ts'
import { keepingOf } from './prune-backups.ts'

const hour = 3_600_000

/** Makes the backup of the day when its hour has come and nobody made one since, and removes what need not be kept. */
export async function runBackupPlan(site: Site): Promise<void> {
  const due = lastDue(site)
  if (!due || !site.settings.setUpAt) return
  const folder = backupsOf(site)
  if (!isMissing(site.now(), due, await listBackups(folder), await listOutcomes(site, 'backup'))) return
  try {
    await makeBackup(site, { why: 'plan' })
  } catch (error) {
    // Another process of the site was first.
    if ((error as { code?: unknown }).code === 'busy') return
    throw error
  }
  await dropOldBackups(folder, keepingOf(site.settings), site.now())
}

/** When the plan last asked for a backup: today's hour, or yesterday's before that. Nothing when it asks for none. */
export function lastDue({ settings, now }: Pick<Site, 'settings' | 'now'>): Date | undefined {
  if (settings.backupHour === 'never') return undefined
  const due = now()
  due.setHours(Number(settings.backupHour), 0, 0, 0)
  if (due > now()) due.setDate(due.getDate() - 1)
  return due
}

/** A backup that failed is tried again after an hour: a full disk does not get emptier by trying. */
function isMissing(now: Date, due: Date, backups: ListedBackup[], outcomes: Outcome[]): boolean {
  if (backups.some(backup => timeOf(backup) >= due.getTime())) return false
  const [last] = outcomes
  return !last?.problem || now.getTime() - Date.parse(last.finishedAt) >= hour
}
