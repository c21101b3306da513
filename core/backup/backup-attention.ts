import type { Attention } from '../panel/attention.ts'
import type { Site } from '../site.ts'
import { timeOf } from './drop-old-backups.ts'
import { listBackups } from './list-backups.ts'
import { backupsOf } from './make-backup.ts'
import { listOutcomes } from './outcomes.ts'

const day = 86_400_000
const page = { url: '/admin/backups', label: 'Backups' }
/** As a button. */
const makeOne = { action: 'task.start', label: 'Back up now', input: { name: 'backup.make' } }

/** What is wrong with the backups of a site. The same is told by the doctor. */
export async function backupAttention(site: Site): Promise<Attention[]> {
  const [backups, outcomes] = await Promise.all([listBackups(backupsOf(site)), listOutcomes(site)])
  const newest = backups[0] && timeOf(backups[0])
  const [last] = outcomes.filter(({ kind }) => kind === 'backup')
  const [drill] = outcomes.filter(({ kind }) => kind === 'drill')
  const found: Attention[] = []
  if (last?.problem)
    found.push({
      state: 'problem',
      text: `The last backup failed: ${last.problem}`,
      fix: 'Do what the message says, then make a backup.',
      mends: [makeOne],
      page,
    })
  else if (newest === undefined)
    found.push({
      state: 'warning',
      text: 'There is no backup of this site.',
      fix: 'Make one, and copy it to another machine.',
      mends: [makeOne],
      page,
    })
  if (newest !== undefined && site.now().getTime() - newest > 3 * day)
    found.push({
      state: 'warning',
      text: `The newest backup is ${Math.floor((site.now().getTime() - newest) / day)} days old.`,
      fix: 'Make one now, and look at the plan.',
      mends: [makeOne],
      page,
    })
  if (backups.some(({ manifest }) => !manifest))
    found.push({
      state: 'warning',
      text: 'A backup cannot be read.',
      fix: 'See which under Backups, and remove its folder on the machine.',
      page,
    })
  const whole = backups.find(({ manifest }) => manifest)
  if (drill?.problem)
    found.push({
      state: 'problem',
      text: `The last restore drill failed: ${drill.problem}`,
      fix: 'Do what the message says, then try again.',
      ...(whole && { mends: [{ action: 'backup.drill', label: 'Try to restore the newest', input: { backup: whole.name } }] }),
      page,
    })
  return found
}
