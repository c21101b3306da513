import { Command } from 'commander'
import { version } from '../version.ts'
import type { CommandLine } from './command-line.ts'
import { addDoctorCommands } from './doctor.ts'
import { addMigrateCommands } from './migrate.ts'
import { addPluginCommands } from './plugin.ts'
import { addSourceCommands } from './source.ts'

/** All commands, in the order in which help lists them. */
const groups: ((program: Command, cli: CommandLine) => void)[] = [
  addSourceCommands,
  addPluginCommands,
  addMigrateCommands,
  addDoctorCommands,
]

export function makeProgram(cli: CommandLine): Command {
  const program = new Command('tributary')
    .description('Runs and looks after a Tributary site. Every command knows --json.')
    .version(version)
    .showHelpAfterError('(add --help for more)')
    // Main decides about the exit code, after the site was closed.
    .exitOverride()
  for (const add of groups) add(program, cli)
  return program
}
