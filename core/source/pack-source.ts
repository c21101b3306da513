import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { Config } from '../config/config-schema.ts'
import { conflict } from '../errors.ts'
import type { RunningCode } from './running-code.ts'

const mostBytes = 100 * 1024 * 1024

/**
 * Packs the running code as a zip and returns where it lies. It is made once for each state of the code, and holds nothing of the
 * site: no data, no configuration, no keys, no packages.
 */
export async function packSource({ root, dataDir }: Pick<Config, 'root' | 'dataDir'>, code: RunningCode): Promise<string> {
  const hash = createHash('sha256')
  let bytes = 0
  for (const path of code.files) {
    const { size, mtimeMs } = await stat(join(root, path))
    bytes += size
    hash.update(`${path}\0${size}\0${mtimeMs}\n`)
  }
  if (bytes > mostBytes) throw conflict('The code is too large to be packed here. Ask those who run this site for it.')
  const folder = join(dataDir, 'cache/source')
  const name = `${hash.digest('hex').slice(0, 32)}.zip`
  const target = join(folder, name)
  if (existsSync(target)) return target
  await mkdir(folder, { recursive: true })
  const draft = `${target}.${process.pid}.part`
  const zip = new ZipFile()
  for (const path of code.files) zip.addFile(join(root, path), `tributary-${code.version}/${path}`)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(draft))
  await rename(draft, target)
  for (const old of await readdir(folder)) if (old !== name && !old.endsWith('.part')) await rm(join(folder, old), { force: true })
  return target
}
