import { existsSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { conflict, invalid } from '../../errors.ts'
import { buildIndex, checkIndex, revokeVersion, signIndex } from '../../plugin-indexes/build-index.ts'
import type { CommandLine } from '../command-line.ts'

interface Options {
  key?: string
  reason?: string
  json?: boolean
}

/** Commands for those who keep an index of plugins. They open no site. */
export function addIndexCommands(program: Command, cli: CommandLine): void {
  const index = program.command('index').description('make and check an index of plugins, which sites can install from')

  index
    .command('build <folder>')
    .description('make index.json of the packages in FOLDER/packages')
    .option('--json', 'print JSON')
    .action(async (folder: string, { json = false }: Options) => {
      const { index: built, changed } = await buildIndex(folder, new Date())
      const said = changed
        ? `The index has ${built.plugins.length === 1 ? '1 plugin' : `${built.plugins.length} plugins`} now. Sign it: npx tributary index sign ${folder} --key FILE`
        : 'Nothing changed.'
      cli.print(json ? { changed, serial: built.serial, plugins: built.plugins.length } : said, { json })
    })

  index
    .command('sign <folder>')
    .description('sign index.json; signatures of others that still fit stay')
    .requiredOption('--key <file>', 'file with your private key')
    .option('--json', 'print JSON')
    .action((folder: string, { key = '', json = false }: Options) => {
      if (!existsSync(key)) throw invalid({ key: `There is no file ${key}. Make a key: npx tributary plugin keygen ${key}` })
      const keys = signIndex(folder, readFileSync(key, 'utf8'))
      cli.print(json ? { keys } : `Signed with ${keys.join(', ')}.`, { json })
    })

  index
    .command('revoke <folder> <plugin> [version]')
    .description('take a version back, or all of a plugin: where it is installed it stops')
    .requiredOption('--reason <text>', 'why; people will read it')
    .option('--json', 'print JSON')
    .action((folder: string, name: string, version: string | undefined, { reason = '', json = false }: Options) => {
      const { revoked } = revokeVersion(folder, { name, version: version ?? '*', reason }, new Date())
      cli.print(json ? revoked : `${name} ${version ?? ''} is taken back. Sign the index: npx tributary index sign ${folder} --key FILE`, {
        json,
      })
    })

  index
    .command('check <folder>')
    .description('check packages, sums and signatures of an index')
    .option('--json', 'print JSON')
    .action(async (folder: string, { json = false }: Options) => {
      const problems = await checkIndex(folder)
      if (json) cli.print({ ok: problems.length === 0, problems }, { json })
      if (problems.length > 0) throw conflict(problems.join('\n'))
      if (!json) cli.print('Everything is as it should be.')
    })
}
