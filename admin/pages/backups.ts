import { type BackupRow, listTasks, type PanelPage, showBackups } from 'core/control'

const kinds: Record<string, string> = {
  backup: 'Backup',
  verify: 'Verified',
  drill: 'Restore drill',
  restore: 'Restore',
  upgrade: 'Upgrade',
}

/** Copies of the site: what there is, when the next is made, and whether it could be restored. */
export default {
  title: 'Backups',
  section: 'System',
  order: 43,
  permission: 'system',
  async show({ site, actor }) {
    const [shown, tasks] = await Promise.all([showBackups(site, actor), listTasks(site, actor)])
    const running = tasks.filter(task => task.isOpen && task.name.startsWith('backup.'))
    return {
      ...shown,
      free: inWords(shown.freeBytes),
      never: shown.plan.hour === 'never',
      running,
      makeInput: { name: 'backup.make' },
      rows: shown.backups.map(row => ({ ...row, ...stateOf(row), size: inWords(row.bytes), input: { backup: row.name } })),
      outcomes: shown.outcomes.map(outcome => ({
        ...outcome,
        title: kinds[outcome.kind] ?? outcome.kind,
        mark: outcome.problem ? 'bad' : 'good',
      })),
    }
  },
} satisfies PanelPage

function stateOf({ isWhole, verified }: BackupRow): { state: string; mark: string } {
  if (!isWhole) return { state: 'cannot be read', mark: 'bad' }
  return verified?.whole ? { state: 'verified', mark: 'good' } : { state: 'checked when made', mark: 'good' }
}

function inWords(bytes: number): string {
  const megabytes = bytes / 1024 / 1024
  return megabytes >= 1024 ? `${(megabytes / 1024).toFixed(1)} GB` : `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB`
}
