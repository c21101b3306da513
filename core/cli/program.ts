import { Command } from 'commander'
import { version } from '../version.ts'
import { addActCommands } from './act.ts'
import { addCharterCommands } from './charter.ts'
import type { CommandLine } from './command-line.ts'
import { addDemoCommands } from './demo.ts'
import { addImportCommands } from './import.ts'
import { addMemberCommands } from './member.ts'
import { addBackupCommands } from './operating/backup.ts'
import { addDoctorCommands } from './operating/doctor.ts'
import { addMaintenanceCommands } from './operating/maintenance.ts'
import { addMigrateCommands } from './operating/migrate.ts'
import { addRestoreCommands } from './operating/restore.ts'
import { addUpgradeCommands } from './operating/upgrade.ts'
import { addPluginCommands } from './plugins/plugin.ts'
import { addIndexCommands } from './plugins/plugin-index.ts'
import { addSettingsCommands } from './settings.ts'
import { addSetupCommands } from './setup.ts'
import { addSourceCommands } from './source.ts'
import { addThemeCommands } from './theme.ts'
import { addTimelineCommands } from './timeline.ts'

/** All commands, in the order in which help lists them. */
const groups: ((program: Command, cli: CommandLine) => void)[] = [
  addSetupCommands,
  addMemberCommands,
  addSettingsCommands,
  addSourceCommands,
  addImportCommands,
  addPluginCommands,
  addIndexCommands,
  addThemeCommands,
  addActCommands,
  addCharterCommands,
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
