import { notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { defineTask, type TaskWork } from '../tasks/task.ts'
import { drillRestore } from './drill.ts'
import { dropOldBackups } from './drop-old-backups.ts'
import { listBackups } from './list-backups.ts'
import { backupsOf, makeBackup } from './make-backup.ts'
import { keepingOf } from './prune-backups.ts'
import { verifyBackup } from './verify-backup.ts'

const nameInput = Type.Object({ backup: Type.Optional(Type.String({ pattern: '^[0-9TZ-]{20}$' })) })

/** Makes a backup now. */
export const makeBackupTask = defineTask({
  name: 'backup.make',
  title: 'Back up',
  permission: 'system',
  input: Type.Object({}),
  async run(work) {
    const { name, manifest, notes } = await makeBackup(work.site, { progress: bar(work) })
    await dropOldBackups(backupsOf(work.site), keepingOf(work.site.settings), work.site.now())
    return [`Made and checked ${name}: ${manifest.files.count} files.`, ...notes].join(' ')
  },
})

/** Reads a whole backup through, the newest unless told. */
export const verifyBackupTask = defineTask({
  name: 'backup.verify',
  title: 'Verify a backup',
  permission: 'system',
  input: nameInput,
  async run(work) {
    const folder = await findBackup(work, work.input.backup)
    const progress = bar(work)
    const { files } = await verifyBackup(work.site, folder, { progress: part => progress('reading', part) })
    return `Database and ${files.count} files are as they were when the backup was made.`
  },
})

/** Restores a backup elsewhere, opens it and throws it away. */
export const drillTask = defineTask({
  name: 'backup.drill',
  title: 'Restore drill',
  permission: 'system',
  input: nameInput,
  async run(work) {
    const folder = await findBackup(work, work.input.backup)
    const { name, seconds, manifest } = await drillRestore(work.site, folder, bar(work))
    return `${name} was restored and opened in ${seconds} s, with ${manifest.database.rows.entries ?? 0} entries. Nothing was changed.`
  },
})

/** Shows hundredths. What is being stopped throws where it stands. */
function bar({ step, stopping }: TaskWork<unknown>): (what: string, part: number) => void {
  return (what, part) => {
    stopping.throwIfAborted()
    // Written down beside the work; when somebody cancelled, the next step here throws.
    step({ done: Math.round(part * 100), total: 100, message: what }).catch(() => undefined)
  }
}

async function findBackup({ site }: TaskWork<unknown>, name: string | undefined): Promise<string> {
  const backups = await listBackups(backupsOf(site))
  const found = name ? backups.find(backup => backup.name === name) : backups[0]
  if (!found) throw notFound('backup')
  return found.folder
}
