import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'

/** A file of a backup: its path below the backup's folder, with `/` between folders. */
export interface ListedFile {
  path: string
  sha256: string
}

/** A line as `sha256sum` writes it; a name that would break the line is escaped in its way. */
export function listLine({ path, sha256 }: ListedFile): string {
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  return `${escaped === path ? '' : '\\'}${sha256}  ${escaped}\n`
}

/** Reads a list line by line, so that it may be long. Throws at a line that is none. */
export async function* readFileList(path: string): AsyncGenerator<ListedFile> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const [, escaped, sha256, name] = /^(\\?)([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
    if (!sha256 || !name || name.split('/').includes('..')) throw new Error(`${path} holds a line that is no checksum.`)
    yield { sha256, path: escaped ? name.replaceAll(/\\([\\n])/g, (_, what) => (what === 'n' ? '\n' : '\\')) : name }
  }
}

/** SHA-256 of a file as hex, without reading it into memory as a whole. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  // Streams cost more than what is in a small file.
  const { size } = await stat(path)
  if (size <= 1024 * 1024) return hash.update(await readFile(path)).digest('hex')
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash)
  return hash.digest('hex')
}
