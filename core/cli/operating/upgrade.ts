import type { Command } from 'commander'
import { upgradeSite } from '../../upgrade/upgrade-site.ts'
import type { CommandLine } from '../command-line.ts'
import { ownAccount } from '../own-account.ts'
import { showSteps } from './show-steps.ts'

interface Options {
  to?: string
  skipCode?: boolean
  json?: boolean
}

export function addUpgradeCommands(program: Command, cli: CommandLine): void {
  program
    .command('upgrade')
    .description('bring a site that does not run to a new version: back up, fetch, migrate, check; and put everything back when that fails')
    .option('--to <version>', 'tag, branch or commit; the newest release unless told')
    .option('--skip-code', 'the new code lies here already: only back up, migrate and check')
    .option('--json', 'print JSON')
    .action(async ({ to, skipCode = false, json = false }: Options) => {
      const place = ownAccount(cli)
      const progress = json ? undefined : showSteps()
      const done = await upgradeSite(place, { to, skipCode, environment: cli.environment, progress })
      const { ran, backup } = done
      const lines = [
        `Upgraded from ${done.from} to ${done.to}, with ${ran.length} migrations. Start the site now.`,
        ...(backup
          ? [
              `To go back later: bring the old code back, then npx tributary restore ${backup.folder} --yes ${JSON.stringify(backup.manifest.site.name)}. What members wrote since would be lost.`,
            ]
          : []),
      ]
      cli.print(json ? { ok: true, from: done.from, to: done.to, ran, backup: backup?.folder } : lines.join('\n'), { json })
    })
}
