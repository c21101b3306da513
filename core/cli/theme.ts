import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { system } from '../actor.ts'
import { invalid } from '../errors.ts'
import { activateTheme } from '../looks/activate-theme.ts'
import { installTheme } from '../theme-packages/install-theme.ts'
import { makeTheme } from '../theme-packages/make-theme.ts'
import { packFolder } from '../theme-packages/pack-theme.ts'
import { checkTheme } from '../themes/check-theme.ts'
import type { CommandLine } from './command-line.ts'

interface Options {
  json?: boolean
  parent?: string
  in?: string
  folder?: string
  out?: string
}

export function addThemeCommands(program: Command, cli: CommandLine): void {
  const theme = program.command('theme').description('make, check, pack, install and choose themes')
  addMaking(theme, cli)
  addUsing(theme, cli)
}

function addMaking(theme: Command, cli: CommandLine): void {
  theme
    .command('new <name>')
    .description('begin a theme: a folder with its theme.json, one stylesheet and one template')
    .option('--parent <name>', 'the theme that it builds on', 'default')
    .option('--in <folder>', 'where the folder is made', 'themes')
    .addOption(new Option('--folder <folder>', 'the same').hideHelp())
    .option('--json', 'print JSON')
    .action(async (name: string, { parent = 'default', in: folder = 'themes', folder: named = folder, json = false }: Options) => {
      const made = await makeTheme(resolve(named), name, parent)
      cli.print(json ? { folder: made } : `The theme is in ${made}. Look at it with: npx tributary theme check ${made}`, { json })
    })

  theme
    .command('check <folder>')
    .description('say everything that keeps a theme from being used, and what is worth knowing')
    .option('--json', 'print JSON')
    .action(async (folder: string, { json = false }: Options) => {
      const report = await checkTheme(findFolder(cli, folder), [join(cli.root, 'themes')])
      const { errors, warnings } = report
      const lines = [...errors, ...warnings.map(warning => `Warning: ${warning}`)]
      cli.print(json ? { ok: errors.length === 0, errors, warnings } : lines.length > 0 ? lines : 'The theme can be used.', { json })
      if (errors.length > 0)
        throw invalid({ theme: errors.length === 1 ? 'One thing has to be mended.' : `${errors.length} things have to be mended.` })
    })

  theme
    .command('pack <folder>')
    .description('pack a theme as a zip that can be installed')
    .option('--out <file>', 'name of the zip')
    .option('--json', 'print JSON')
    .action(async (folder: string, { out, json = false }: Options) => {
      const { manifest, release, bytes } = await packFolder(findFolder(cli, folder))
      const file = resolve(out ?? `${manifest.name}-${manifest.version}.zip`)
      await writeFile(file, bytes)
      cli.print(json ? { file, name: manifest.name, release, bytes: bytes.length } : `Packed as ${file}.`, { json })
    })
}

function addUsing(theme: Command, cli: CommandLine): void {
  theme
    .command('list')
    .description('show every theme and which one is shown')
    .option('--json', 'print JSON')
    .action(async ({ json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const { theme: name, release } = site.look.current.look
      const rows = site.themes.list().map(one => ({
        name: one.name,
        title: one.title,
        version: one.version,
        ...(json || one.release ? { release: one.release ?? '' } : {}),
        parent: one.parent ?? (one.name === 'default' ? '' : 'default'),
        shown: one.name === name && (one.release ?? '') === release,
      }))
      cli.print(json ? rows : rows.map(row => ({ ...row, shown: row.shown ? 'yes' : '' })), { json })
    })

  theme
    .command('install <file>')
    .description('install a theme from a zip; it changes nothing of what is shown')
    .option('--json', 'print JSON')
    .action(async (file: string, { json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const { name, release, scripts, warnings } = await installTheme(site, system, {
        bytes: await readFile(file),
        broughtBy: 'command line',
      })
      const warned = scripts.length > 0 ? ` It brings scripts, which run in the browsers of your members: ${scripts.join(', ')}.` : ''
      const text = `${name} ${release} is installed.${warned} Choose it with: npx tributary theme activate ${name}`
      cli.print(json ? { name, release, scripts, warnings } : text, { json })
    })

  theme
    .command('activate <name>')
    .description('show the site with a theme, after it was checked; a running site follows within a second')
    .option('--json', 'print JSON')
    .action(async (name: string, { json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const { ok, changes, auditId, summary } = await activateTheme(site, system, { name })
      cli.print(json ? { ok, changes, ...(auditId && { auditId }) } : changes.length > 0 ? summary : 'Nothing changes: it is so already.', {
        json,
      })
    })
}

/** A folder, or the name of a theme in `themes/`. */
function findFolder(cli: CommandLine, given: string): string {
  const own = join(cli.root, 'themes', basename(given))
  const folder = existsSync(join(given, 'theme.json')) ? resolve(given) : own
  if (existsSync(join(folder, 'theme.json'))) return folder
  throw invalid({ folder: `There is no theme.json in ${given}.` })
}
