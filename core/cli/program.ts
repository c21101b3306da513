import { Command } from 'commander'
import { version } from '../version.ts'
import { addActCommands } from './act.ts'
import { addBackupCommands } from './backup.ts'
import type { CommandLine } from './command-line.ts'
import { addDemoCommands } from './demo.ts'
import { addDoctorCommands } from './doctor.ts'
import { addMaintenanceCommands } from './maintenance.ts'
import { addMemberCommands } from './member.ts'
import { addMigrateCommands } from './migrate.ts'
import { addPluginCommands } from './plugin.ts'
import { addIndexCommands } from './plugin-index.ts'
import { addRestoreCommands } from './restore.ts'

import { addSettingsCommands } from './settings.ts'
import { addSetupCommands } from './setup.ts'
import { addSourceCommands } from './source.ts'
import { addThemeCommands } from './theme.ts'
import { addTimelineCommands } from './timeline.ts'
import { addUpgradeCommands } from './upgrade.ts'

/** All commands, in the order in which help lists them. */
const groups: ((program: Command, cli: CommandLine) => void)[] = [
  addSetupCommands,
  addMemberCommands,
  addSettingsCommands,
  addSourceCommands,
  addPluginCommands,
  addIndexCommands,
  addThemeCommands,
  addActCommands,
  addTimelineCommands,
  addMaintenanceCommands,
  addMigrateCommands,
  addBackupCommands,
  addRestoreCommands,
  addUpgradeCommands,
  addDoctorCommands,
  addDemoCommands,
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
