import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { timeOf } from '../../backup/drop-old-backups.ts'
import { listBackups } from '../../backup/list-backups.ts'
import { backupsOf, makeBackup } from '../../backup/make-backup.ts'
import { pruneBackups } from '../../backup/prune-backups.ts'
import { verifyBackup } from '../../backup/verify-backup.ts'
import type { CommandLine } from '../command-line.ts'
import { ownAccount } from '../own-account.ts'
import { showSteps } from './show-steps.ts'

interface Options {
  to?: string
  keys: boolean
  verify?: string | true
  list?: boolean
  prune?: boolean
  json?: boolean
}

export function addBackupCommands(program: Command, cli: CommandLine): void {
  program
    .command('backup')
    .description('copy the whole site into a folder of its own, while it runs: database, uploads, keys, plugins, themes and configuration')
    .option('--to <folder>', 'folder that holds the backups; BACKUP_FOLDER, or "backups" in the data folder unless told', notEmpty)
    .option('--no-keys', 'leave keys and configuration out, so that the backup holds no secrets of the site')
    .option('--verify [backup]', 'make none, but read one through, the newest unless told')
    .option('--list', 'make none, but list those that are there')
    .option('--prune', 'afterwards remove what the backup plan would not keep')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const place = ownAccount(cli)
      const folder = options.to ? resolve(options.to) : backupsOf(place)
      const { json = false } = options
      if (options.list) return cli.print(await list(folder), { json })
      const progress = json ? undefined : showSteps()
      if (options.verify) {
        const backup = await choose(folder, options.verify)
        const { files } = await verifyBackup(place, backup, { progress: part => progress?.('reading', part) })
        return cli.print(
          json ? { ok: true, folder: backup } : `${backup} is good: database and ${files.count} files are as they were made.`,
          { json },
        )
      }
      const made = await makeBackup(place, { to: folder, keys: options.keys, progress })
      const dropped = options.prune ? await pruneBackups(place, folder) : []
      const { manifest, shared, notes } = made
      cli.print(json ? { ok: true, name: made.name, folder: made.folder, manifest, shared, notes, dropped } : sayMade(made, dropped), {
        json,
      })
    })
}

function sayMade({ folder, manifest, shared, notes }: Awaited<ReturnType<typeof makeBackup>>, dropped: string[]): string {
  const { database, files } = manifest
  return [
    `${folder}`,
    `  database  ${megabytes(database.bytes)}, ${Object.values(database.rows).reduce((sum, n) => sum + n, 0)} rows`,
    `  files     ${megabytes(files.bytes)}, ${files.count} files${shared > 0 ? `, ${shared} of them shared with the backup before` : ''}`,
    files.keys
      ? '  keys      in it: whoever has this folder can sign as this site. Keep it where only you can read it.'
      : '  keys      left out: after restoring, links in mails are dead and stored secrets have to be given again.',
    ...notes.map(note => `  note      ${note}`),
    ...(dropped.length > 0 ? [`  removed   ${dropped.join(', ')}`] : []),
  ].join('\n')
}

async function list(folder: string): Promise<object[]> {
  const backups = await listBackups(folder)
  return backups.map(backup => ({
    name: backup.name,
    age: `${Math.round((Date.now() - timeOf(backup)) / 3_600_000)} h`,
    size: backup.manifest ? megabytes(backup.manifest.database.bytes + backup.manifest.files.bytes) : 'damaged',
    version: backup.manifest?.program.version,
    why: backup.manifest?.why,
    verified: backup.verified?.at ?? 'when made',
  }))
}

/** A backup by its name in the folder or by its path; the newest unless told. */
async function choose(folder: string, given: string | true): Promise<string> {
  const backups = await listBackups(folder)
  if (given === true) {
    if (!backups[0]) throw new InvalidArgumentError(`There is no backup in ${folder}.`)
    return backups[0].folder
  }
  return backups.find(backup => backup.name === given)?.folder ?? resolve(given)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

function notEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('It should be the name of a folder.')
  return text
}
