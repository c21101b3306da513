import type { Command } from 'commander'
import { system } from '../actor.ts'
import { changeSetting } from '../config/change-setting.ts'
import { fixedBy } from '../config/fixed-settings.ts'
import { invalid } from '../errors.ts'
import type { CommandLine } from './command-line.ts'

interface Options {
  json?: boolean
}

export function addSettingsCommands(program: Command, cli: CommandLine): void {
  const settings = program.command('settings').description('show and change what admins can set while the site runs')

  settings
    .command('list', { isDefault: true })
    .description('show every setting with its present value, and which are fixed by the configuration')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const fixed = ([name, value]: [string, unknown]) => {
        const origin = fixedBy(site.config, name)
        return [name, origin ? `${value} (fixed by ${origin})` : value]
      }
      cli.print(json ? site.settings : Object.fromEntries(Object.entries(site.settings).map(fixed)), { json })
    })

  settings
    .command('get <name>')
    .description('show one setting')
    .option('--json', 'print JSON')
    .action(async (name: string, { json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      if (!Object.hasOwn(site.settings, name)) throw invalid({ key: `There is no setting "${name}".` })
      const value = site.settings[name as keyof typeof site.settings]
      const origin = fixedBy(site.config, name)
      cli.print(json ? { name, value, ...(origin && { fixedBy: origin }) } : value, { json })
    })

  settings
    .command('set <name> <value>')
    .description('change a setting; a running site follows within a second or two. An empty value goes back to the default')
    .option('--json', 'print JSON')
    .action(async (name: string, value: string, { json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      await changeSetting(site, system, { key: name, value })
      const change = { name, value: site.settings[name as keyof typeof site.settings] }
      cli.print(json ? change : `${name} is ${JSON.stringify(change.value)} now.`, { json })
    })
}
