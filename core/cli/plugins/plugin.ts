import type { Command } from 'commander'
import { system } from '../../actor.ts'
import { disablePlugin } from '../../plugins/disable-plugin.ts'
import { enablePlugin } from '../../plugins/enable-plugin.ts'
import { listPlugins } from '../../plugins/list-plugins.ts'
import type { CommandLine } from '../command-line.ts'
import { addAuthorCommands } from './plugin-author.ts'
import { addInstallCommands } from './plugin-install.ts'
import { addRunCommand } from './plugin-run.ts'

interface Options {
  json?: boolean
}

export function addPluginCommands(program: Command, cli: CommandLine): void {
  const plugin = program.command('plugin').description('show, install, switch on and off, and make plugins')

  plugin
    .command('list')
    .description('show every plugin, whether it is on, and what is wrong with it')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const plugins = await listPlugins(site, system)
      cli.print(json ? plugins : plugins.map(({ name, version, state, title, reason }) => ({ name, version, state, title, reason })), {
        json,
      })
    })

  plugin
    .command('enable <name>')
    .description('switch a plugin on; a running site follows within a second or two')
    .option('--json', 'print JSON')
    .action(async (name: string, { json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const { result } = await enablePlugin(site, system, { name })
      cli.print(json ? result : `${name} is on.`, { json })
    })

  plugin
    .command('disable <name>')
    .description('switch a plugin off, and those that require it; a running site follows within a second or two')
    .option('--json', 'print JSON')
    .action(async (name: string, { json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const { result } = await disablePlugin(site, system, { name })
      const alsoOff = result?.alsoOff ?? []
      const also = alsoOff.length > 0 ? ` So are those that require it: ${alsoOff.join(', ')}.` : ''
      cli.print(json ? result : `${name} is off.${also}`, { json })
    })

  addInstallCommands(plugin, cli)
  addAuthorCommands(plugin, cli)
  addRunCommand(plugin, cli)
}
