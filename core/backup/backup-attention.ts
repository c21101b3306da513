import { statfs } from 'node:fs/promises'
import type { Attention } from '../panel/attention.ts'
import type { Site } from '../site.ts'
import { timeOf } from './drop-old-backups.ts'
import { listBackups } from './list-backups.ts'
import { backupsOf } from './make-backup.ts'
import { listOutcomes } from './outcomes.ts'

const day = 86_400_000
const tooLittle = 1024 ** 3
const url = '/admin/backups'

/** What is wrong with the backups of a site, and with the room on its disk. The same is told by the doctor. */
export async function backupAttention(site: Site): Promise<Attention[]> {
  const [backups, outcomes, room] = await Promise.all([listBackups(backupsOf(site)), listOutcomes(site), sayRoom(site)])
  const newest = backups[0] && timeOf(backups[0])
  const [last] = outcomes.filter(({ kind }) => kind === 'backup')
  const [drill] = outcomes.filter(({ kind }) => kind === 'drill')
  const found: Attention[] = []
  if (last?.problem)
    found.push({
      state: 'problem',
      text: `The last backup failed: ${last.problem}`,
      fix: 'Do what the message says, then make a backup.',
      url,
    })
  else if (newest === undefined)
    found.push({ state: 'warning', text: 'There is no backup of this site.', fix: 'Make one, and copy it to another machine.', url })
  if (newest !== undefined && site.now().getTime() - newest > 3 * day)
    found.push({
      state: 'warning',
      text: `The newest backup is ${Math.floor((site.now().getTime() - newest) / day)} days old.`,
      fix: 'Make one now, and look at the plan.',
      url,
    })
  if (backups.some(({ manifest }) => !manifest))
    found.push({ state: 'warning', text: 'A backup cannot be read.', fix: 'Look which, and remove it.', url })
  if (drill?.problem)
    found.push({
      state: 'problem',
      text: `The last restore drill failed: ${drill.problem}`,
      fix: 'Do what the message says, then try again.',
      url,
    })
  return [...found, ...room]
}

async function sayRoom({ config }: Site): Promise<Attention[]> {
  const { bavail, bsize, blocks } = await statfs(config.dataDir)
  const free = bavail * bsize
  if (free > Math.min(tooLittle, (blocks * bsize) / 20)) return []
  const text = `The disk of ${config.dataDir} has ${Math.round(free / 1024 / 1024)} MB left.`
  return [
    { state: free < tooLittle / 4 ? 'problem' : 'warning', text, fix: 'Make room, or keep backups on another disk: BACKUP_FOLDER.', url },
  ]
}
