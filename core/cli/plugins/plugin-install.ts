import { existsSync, readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { system } from '../../actor.ts'
import { conflict, invalid } from '../../errors.ts'
import { installPlugin, updatePlugin } from '../../packages/install-plugin.ts'
import { readLock } from '../../packages/lock-file.ts'
import { removePlugin } from '../../packages/remove-plugin.ts'
import { reviewPackage } from '../../packages/review-package.ts'
import { rollbackPluginAction } from '../../packages/rollback-plugin.ts'
import { stagePackage } from '../../packages/stage-package.ts'
import { fetchPackage } from '../../plugin-indexes/fetch-package.ts'
import { findUpdates } from '../../plugin-indexes/find-in-indexes.ts'
import { refreshIndexes } from '../../plugin-indexes/refresh-indexes.ts'
import type { Site } from '../../site.ts'
import type { CommandLine } from '../command-line.ts'

interface Options {
  yes?: boolean
  keepData?: boolean
  deleteData?: boolean
  to?: string
  json?: boolean
}

/** Commands by which packages come and go. */
export function addInstallCommands(plugin: Command, cli: CommandLine): void {
  plugin
    .command('install <what>')
    .description('install a package: a file, or the name of a plugin in the indexes; a running site follows within a second or two')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action(async (what: string, { yes = false, json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const staged = isName(what) ? await fetchNamed(site, what) : await stagePackage(site, system, readFile(what))
      await install(cli, site, { ...staged, yes, json })
    })

  plugin
    .command('update [what]')
    .description('update a plugin to the newest version in the indexes, all of them, or one to the version in a file')
    .option('--yes', 'do not ask')
    .option('--json', 'print JSON')
    .action(async (name: string | undefined, { yes = false, json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      if (name !== undefined && !isName(name)) {
        const staged = await stagePackage(site, system, readFile(name))
        checkInstalled(site, staged.name)
        return install(cli, site, { ...staged, yes, json })
      }
      if (name !== undefined) checkInstalled(site, name)
      await refreshIndexes(site, { now: true })
      // Who names a plugin wants the newest; for all of them, those that are out for long enough.
      const offers = findUpdates(site).filter(offer => (name === undefined ? offer.isSettled : offer.plugin.name === name))
      if (offers.length === 0) return cli.print(json ? [] : 'Everything is up to date.', { json })
      for (const { plugin, version } of offers) {
        const staged = await fetchPackage(site, system, { name: plugin.name, version: version!.version })
        await install(cli, site, { ...staged, yes, json })
      }
    })

  plugin
    .command('rollback <name>')
    .description('go back to the version before, or to the one that is named')
    .option('--to <version>', 'an earlier version, such as 1.2.0')
    .option('--json', 'print JSON')
    .action(async (name: string, { to, json = false }: Options) => {
      const { site } = await cli.open({ safe: true })
      const { result, summary } = await rollbackPluginAction(site, system, { name, ...(to && { package: to }) })
      cli.print(json ? result : summary, { json })
    })

  plugin
    .command('remove <name>')
    .description('take an installed plugin off the site; what members wrote with it stays')
    .option('--keep-data', 'keep its settings and data for a later install')
    .option('--delete-data', 'delete its settings and data as well')
    .option('--json', 'print JSON')
    .action(async (name: string, { keepData = false, deleteData = false, json = false }: Options) => {
      if (keepData === deleteData) throw invalid({ data: 'Say what becomes of its data: --keep-data or --delete-data.' })
      const { site } = await cli.open({ safe: true })
      const { result, summary } = await removePlugin(site, system, { name, data: deleteData ? 'delete' : 'keep' })
      cli.print(json ? result : summary, { json })
    })
}

interface Wanted {
  name: string
  id: string
  from?: string
  yes: boolean
  json: boolean
}

/** Says what the package may do, asks, and installs it. */
export async function install(cli: CommandLine, site: Site, { name, id, from, yes, json }: Wanted): Promise<void> {
  const review = await reviewPackage(site, system, { name, id, ...(from && { from }) })
  const [problem] = review.problems
  if (problem) throw conflict(problem)
  if (!json) process.stderr.write(`${review.sentences.join('\n')}\n`)
  if (!yes) await ask(review.installed ? 'Update it?' : 'Install it?')
  const act = review.installed ? updatePlugin : installPlugin
  const { result, summary } = await act(site, system, { name, package: id, ...(from && { from }) })
  cli.print(json ? result : summary, { json })
}

async function ask(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw conflict('Nobody can be asked here. Say --yes when you have read what it may do.')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(`${question} (yes or no) `)
  lines.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw conflict('Nothing was installed.')
}

/** A plugin's name has no dot and no slash, and the file of a package has. */
function isName(what: string): boolean {
  return /^[a-z][a-z0-9-]{0,39}$/.test(what) && !existsSync(what)
}

function checkInstalled({ config }: Site, name: string): void {
  if (!readLock(config.dataDir).plugins[name]?.active)
    throw conflict(
      `The plugin ${name} is not installed as a package, so there is nothing to update. Install it: npx tributary plugin install …`,
    )
}

async function fetchNamed(site: Site, name: string): ReturnType<typeof fetchPackage> {
  if (site.config.plugins.indexes.length === 0)
    throw invalid({
      plugin: `There is no file ${name}, and the configuration names no index of plugins (plugins.indexes) to find "${name}" in.`,
    })
  await refreshIndexes(site, { now: true })
  return fetchPackage(site, system, { name })
}

function readFile(file: string): Buffer {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw invalid({ file: `There is no file ${file}.` })
  return readFileSync(file)
}
