import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { writeArchive } from '../archives/write-archive.ts'
import { conflict, invalid } from '../errors.ts'
import { packPlugin } from '../packages/pack-plugin.ts'
import { checksumsName, signatureName } from '../packages/package-files.ts'
import { makePublisherKey, publicKeyOf, readPrivateKey, signPackage } from '../packages/package-signature.ts'
import { readPackage } from '../packages/read-package.ts'
import type { CommandLine } from './command-line.ts'

interface Options {
  out?: string
  key?: string
  oldKey?: string
  json?: boolean
}

/** Commands for those who make plugins. They open no site. */
export function addAuthorCommands(plugin: Command, cli: CommandLine): void {
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
