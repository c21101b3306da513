import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { writeArchive } from '../../archives/write-archive.ts'
import { conflict, invalid } from '../../errors.ts'
import { checksumsName, signatureName } from '../../packages/package-files.ts'
import { makePublisherKey, publicKeyOf, readPrivateKey, signPackage } from '../../packages/package-signature.ts'
import { readPackage } from '../../packages/read-package.ts'
import type { Manifest } from '../../plugin-contract/manifest.ts'
import { checkPlugin } from '../../plugin-kit/check-plugin.ts'
import { developPlugin } from '../../plugin-kit/develop-plugin.ts'
import { newPlugin } from '../../plugin-kit/new-plugin.ts'
import { packPlugin } from '../../plugin-kit/pack-plugin.ts'
import { testPlugin } from '../../plugin-kit/test-plugin.ts'
import type { CommandLine } from '../command-line.ts'

interface Options {
  out?: string
  in?: string
  runtime?: string
  key?: string
  oldKey?: string
  json?: boolean
}

/** Commands for those who make plugins. Only `dev` opens a site. */
export function addAuthorCommands(plugin: Command, cli: CommandLine): void {
  addWorkCommands(plugin, cli)
  plugin
    .command('pack <folder>')
    .description('make the package of a plugin: one file, the same bytes every time')
    .option('--out <folder>', 'where to put it', '.')
    .option('--key <file>', 'sign it with the private key in this file')
    .option('--json', 'print JSON')
    .action(async (folder: string, { out = '.', key, json = false }: Options) => {
      const packed = await packPlugin(resolve(folder))
      const file = join(out, packed.fileName)
      writeFileSync(file, key ? await signed(packed.bytes, key) : packed.bytes)
      const { name, version } = packed.manifest
      const files = [...packed.files.keys()]
      cli.print(json ? { name, version, file, files, signed: key !== undefined } : `Packed ${files.length} files into ${file}.`, { json })
    })

  plugin
    .command('keygen <file>')
    .description('make a key to sign packages with; the file is yours, keep it and tell nobody')
    .option('--json', 'print JSON')
    .action((file: string, { json = false }: Options) => {
      if (existsSync(file))
        throw conflict(`There is a file ${file} already. A key that is overwritten is lost, and with it your name as a publisher.`)
      const { pem, key } = makePublisherKey()
      writeFileSync(file, pem, { mode: 0o600, flag: 'wx' })
      cli.print(json ? { file, key } : `The private key is in ${file}. Your public key is ${key}`, { json })
    })

  plugin
    .command('sign <file>')
    .description('sign a package')
    .requiredOption('--key <file>', 'file with your private key')
    .option('--old-key <file>', 'your key until now, when you have a new one')
    .option('--json', 'print JSON')
    .action(async (file: string, { key = '', oldKey, json = false }: Options) => {
      if (!existsSync(file)) throw invalid({ file: `There is no file ${file}.` })
      writeFileSync(file, await signed(readFileSync(file), key, oldKey))
      const publisher = publicKeyOf(readKey(key))
      cli.print(json ? { file, key: publisher } : `Signed ${file} with ${publisher}.`, { json })
    })
}

function addWorkCommands(plugin: Command, cli: CommandLine): void {
  plugin
    .command('new <name>')
    .description('begin a plugin: a folder with a manifest, an entry that does something, and a test that passes')
    .option('--runtime <runtime>', 'sandbox, trusted or declarative', 'sandbox')
    .option('--in <folder>', 'where to put the folder', 'plugins')
    .option('--json', 'print JSON')
    .action((name: string, { runtime = 'sandbox', in: folder = 'plugins', json = false }: Options) => {
      if (!isRuntime(runtime)) throw invalid({ runtime: 'This should be sandbox, trusted or declarative.' })
      const files = newPlugin(folder, name, runtime)
      cli.print(json ? { files } : `${files.join('\n')}\nTry it: npx tributary plugin test ${join(folder, name)}`, { json })
    })

  plugin
    .command('check <folder>')
    .description('look at a plugin as somebody would before publishing it; none of its code runs')
    .option('--json', 'print JSON')
    .action(async (folder: string, { json = false }: Options) => {
      const { errors, warnings } = await checkPlugin(resolve(folder))
      if (json) cli.print({ ok: errors.length === 0, errors, warnings }, { json })
      else if (warnings.length > 0) cli.print(warnings.map(text => `Could be better: ${text}`))
      if (errors.length > 0) throw conflict(errors.join('\n'))
      if (!json) cli.print('Nothing is wrong with it.')
    })

  plugin
    .command('test <folder>')
    .description('run the tests of a plugin; of a sandboxed one in the sandbox and outside')
    .option('--json', 'print JSON')
    .action(async (folder: string, { json = false }: Options) => {
      const runs = await testPlugin(folder)
      const failed = runs.filter(run => !run.ok)
      if (json)
        cli.print(
          runs.map(({ file, runtime, ok }) => ({ file, runtime, ok })),
          { json },
        )
      else
        for (const { file, runtime, ok, output } of runs)
          cli.print(ok ? `passed: ${file} (${runtime})` : `${output}\nfailed: ${file} (${runtime})`)
      if (failed.length > 0) throw conflict(`${failed.length} of ${runs.length} failed.`)
    })

  plugin
    .command('dev <folder>')
    .description('work on a plugin: what you save runs on the site of this DATA_DIR within a second; Ctrl-C puts back what was there')
    .option('--json', 'print a line of JSON for each thing that happens')
    .action(async (folder: string, { json = false }: { json?: boolean }) => {
      const { site } = await cli.open({ safe: true })
      const say = (line: string): void =>
        cli.print(json ? { at: site.now().toISOString(), line } : `${new Date().toTimeString().slice(0, 8)} ${line}`, { json })
      const development = await developPlugin(site, resolve(folder), say)
      say('Watching. Ctrl-C ends it.')
      await new Promise<void>(settle => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => settle())
      })
      await development.close()
      say('Put back what was there before.')
    })
}

function isRuntime(text: string): text is Manifest['runtime'] {
  return text === 'sandbox' || text === 'trusted' || text === 'declarative'
}

async function signed(bytes: Buffer, key: string, oldKey?: string): Promise<Buffer> {
  const { files, manifest } = await readPackage(bytes)
  const checksums = files.get(checksumsName)!.toString()
  const text = signPackage(checksums, manifest.name, readKey(key), oldKey === undefined ? undefined : readKey(oldKey))
  return writeArchive(new Map([...files, [signatureName, Buffer.from(text)]]))
}

function readKey(file: string): ReturnType<typeof readPrivateKey> {
  if (!existsSync(file)) throw invalid({ key: `There is no file ${file}. Make a key: npx tributary plugin keygen ${file}` })
  return readPrivateKey(readFileSync(file, 'utf8'))
}
