import { statfs } from 'node:fs/promises'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'
import { backupAttention } from './backup-attention.ts'
import { lastDue } from './backup-plan.ts'
import { timeOf } from './drop-old-backups.ts'
import { type ListedBackup, listBackups } from './list-backups.ts'
import { backupsOf } from './make-backup.ts'
import { listOutcomes, type Outcome } from './outcomes.ts'

/** A backup as a page shows it. Times are ISO text, sizes bytes. */
export interface BackupRow {
  name: string
  madeAt: string
  why: string
  version: string
  /** Of the database and of everything; what is shared with other backups counts in each. */
  databaseBytes: number
  bytes: number
  hasKeys: boolean
  /** Missing when its manifest cannot be read. */
  isWhole: boolean
  verified?: { at: string; whole: boolean }
}

const reasons: Record<string, string> = { asked: 'by hand', plan: 'by the plan', upgrade: 'before an upgrade' }

/** The backups of the site with its plan, what became of the last attempts, and what is wrong with them. For those who look after the system. */
export async function showBackups(site: Site, actor: Actor) {
  if (!may(actor, 'system')) throw forbidden('Only those who look after the system see its backups.')
  const folder = backupsOf(site)
  const [backups, outcomes, attention] = await Promise.all([listBackups(folder), listOutcomes(site), backupAttention(site)])
  const { bavail, bsize } = await statfs(folder).catch(() => ({ bavail: 0, bsize: 0 }))
  const { backupHour, backupDays, backupWeeks, backupMonths } = site.settings
  const due = lastDue(site)
  return {
    folder,
    freeBytes: bavail * bsize,
    isOutside: site.config.backup.folder !== '',
    plan: { hour: backupHour, days: backupDays, weeks: backupWeeks, months: backupMonths, nextAt: due && nextDay(due).toISOString() },
    backups: backups.map(rowOf),
    outcomes: outcomes.slice(0, 10).map(outcome => ({ ...outcome, seconds: secondsOf(outcome) })),
    attention,
  }
}

function rowOf(backup: ListedBackup): BackupRow {
  const { name, manifest, verified } = backup
  const databaseBytes = manifest?.database.bytes ?? 0
  return {
    name,
    madeAt: new Date(timeOf(backup)).toISOString(),
    why: reasons[manifest?.why ?? ''] ?? '',
    version: manifest?.program.version ?? '',
    databaseBytes,
    bytes: databaseBytes + (manifest?.files.bytes ?? 0),
    hasKeys: manifest?.files.keys ?? false,
    isWhole: manifest !== undefined,
    ...(verified && { verified }),
  }
}

function nextDay(date: Date): Date {
  const next = new Date(date)
  next.setDate(next.getDate() + 1)
  return next
}

function secondsOf({ startedAt, finishedAt }: Outcome): number {
  return Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)
}
