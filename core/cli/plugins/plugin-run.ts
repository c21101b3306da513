import type { Command } from 'commander'
import { runCommand } from '../../plugin-calls/run-command.ts'
import type { CommandLine } from '../command-line.ts'
import { readObject } from '../read-object.ts'

/** Commands that plugins bring. */
export function addRunCommand(plugin: Command, cli: CommandLine): void {
  plugin
    .command('run <name> [command] [input]')
    .description('run a command that a plugin brings, with its input as JSON. Without a command, list them')
    .option('--json', 'print JSON')
    .action(async (name: string, command: string | undefined, input: string | undefined, { json = false }: { json?: boolean }) => {
      const { site } = await cli.open()
      if (command === undefined) {
        const commands = site.registry.plugins.get(name)?.contributes.commands ?? []
        return cli.print(
          commands.map(one => ({ name: one.name, description: one.description })),
          { json },
        )
      }
      cli.print((await runCommand(site, name, command, readObject(input ?? '{}'))) ?? 'Done.', { json })
    })
}
