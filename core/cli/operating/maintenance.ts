import type { Command } from 'commander'
import { system } from '../../actor.ts'
import type { CommandLine } from '../command-line.ts'

interface Options {
  note?: string
  json?: boolean
}

export function addMaintenanceCommands(program: Command, cli: CommandLine): void {
  const maintenance = program.command('maintenance').description('close the site for all but those who look after it, and open it again')
  const set = async (on: boolean, { note, json = false }: Options): Promise<void> => {
    const { site } = await cli.open({ safe: true })
    const { summary, changes } = await site.act(system, 'site.maintain', { on, ...(note && { note }) })
    cli.print(json ? { on, changed: changes.length > 0 } : changes.length > 0 ? summary : 'It is so already.', { json })
  }
  maintenance
    .command('on')
    .description('visitors and members see a page that asks them to come back; a running site follows within a second or two')
    .option('--note <sentence>', 'what they read instead of the usual sentence')
    .option('--json', 'print JSON')
    .action((options: Options) => set(true, options))
  maintenance
    .command('off')
    .description('open the site again')
    .option('--json', 'print JSON')
    .action((options: Options) => set(false, options))
}
