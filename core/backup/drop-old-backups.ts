import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type ListedBackup, listBackups } from './list-backups.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** How many backups are kept: the last of each of so many days, weeks and months. */
export interface Keeping {
  daily: number
  weekly: number
  monthly: number
}

const day = 86_400_000
/** Whatever is younger stays: what was made by hand, or before an upgrade, is not for the plan to judge so soon. */
const alwaysKept = 2 * day

/** Removes from a folder what need not be kept, and what was begun and never finished. Returns the names of what went. */
export function dropOldBackups(folder: string, keep: Keeping, now: Date): Promise<string[]> {
  return oneAtATime(folder, async () => {
    const old = chooseOld(await listBackups(folder), keep, now)
    for (const { folder: path } of old) {
      // Under another name first: half a backup should not look like one.
      await rename(path, `${path}.part`)
      await rm(`${path}.part`, { recursive: true, force: true })
    }
    await dropUnfinished(folder, now)
    return old.map(({ name }) => name)
  })
}

/** Of these backups, newest first, those that nothing keeps. The newest one always stays. */
export function chooseOld<Backup extends Pick<ListedBackup, 'name'>>(backups: readonly Backup[], keep: Keeping, now: Date): Backup[] {
  const kept = new Set(backups.filter((backup, index) => index === 0 || now.getTime() - timeOf(backup) < alwaysKept))
  for (const [count, period] of [
    [keep.daily, dayOf],
    [keep.weekly, weekOf],
    [keep.monthly, monthOf],
  ] as const) {
    const seen = new Set<string>()
    for (const backup of backups) {
      const key = period(timeOf(backup))
      if (seen.has(key) || seen.size >= count) continue
      seen.add(key)
      kept.add(backup)
    }
  }
  return backups.filter(backup => !kept.has(backup))
}

/** The name of a backup is its time: `2026-11-23T03-00-00Z`. */
export function timeOf({ name }: Pick<ListedBackup, 'name'>): number {
  return Date.parse(name.replace(/T(\d\d)-(\d\d)-(\d\d)Z$/, 'T$1:$2:$3Z'))
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** Days since the first Thursday of 1970 come in weeks that begin on Thursday; three days more, and they begin on Monday. */
function weekOf(time: number): string {
  return String(Math.floor((time / day + 3) / 7))
}

function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, 7)
}

async function dropUnfinished(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.part')) continue
    const { mtimeMs } = await stat(join(folder, name))
    if (now.getTime() - mtimeMs > day) await rm(join(folder, name), { recursive: true, force: true })
  }
}
