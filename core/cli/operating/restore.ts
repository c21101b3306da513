import { resolve } from 'node:path'
import type { Command } from 'commander'
import { drillRestore } from '../../backup/drill.ts'
import { proveSite } from '../../backup/prove-site.ts'
import { restoreBackup } from '../../backup/restore-backup.ts'
import { conflict } from '../../errors.ts'
import type { CommandLine } from '../command-line.ts'
import { ownAccount } from '../own-account.ts'
import { showSteps } from './show-steps.ts'

interface Options {
  to?: string
  yes?: string
  drill?: boolean
  json?: boolean
}

export function addRestoreCommands(program: Command, cli: CommandLine): void {
  program
    .command('restore')
    .description('put a backup in the place of a site that does not run; what was there is kept aside')
    .argument('[backup]', 'folder of the backup')
    .option('--to <folder>', 'data folder to restore to; DATA_DIR unless told')
    .option('--yes <name>', 'name of the site that may be replaced')
    .option('--drill', 'only try it: restore into a place of its own, open it, throw it away. The newest backup unless told')
    .option('--json', 'print JSON')
    .action(async (backup: string | undefined, { to, yes, drill, json = false }: Options) => {
      const own = ownAccount(cli)
      const place = to ? { ...own, config: { ...own.config, dataDir: resolve(to) } } : own
      const progress = json ? undefined : showSteps()
      if (drill) {
        const { name, seconds, manifest } = await drillRestore(own, backup, progress)
        const entries = manifest.database.rows.entries ?? 0
        const said = `The drill went well: ${name} was restored and opened in ${seconds} s, with ${entries} entries and ${manifest.files.count} files. Nothing was changed.`
        return cli.print(json ? { ok: true, name, seconds } : said, { json })
      }
      if (!backup) throw conflict('Say which backup: npx tributary restore FOLDER. Those that are there: npx tributary backup --list')
      const restored = await restoreBackup(place, backup, { yes, progress, prove: manifest => proveSite(place.config, manifest) })
      const { manifest, aside, notes } = restored
      const lines = [
        `The site of ${manifest.createdAt} is back${to ? ` in ${place.config.dataDir}` : ''}, was opened and is complete. Start it now.`,
        ...aside.map(where => `What was there before is kept: ${where}. Remove it when you are sure.`),
        ...notes,
      ]
      cli.print(json ? { ok: true, createdAt: manifest.createdAt, dataDir: place.config.dataDir, aside, notes } : lines.join('\n'), {
        json,
      })
    })
}
