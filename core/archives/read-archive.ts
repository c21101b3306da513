import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { invalid } from '../errors.ts'

export interface ArchiveLimits {
  /** Most files, folders included. */
  files: number
  /** Most bytes of all files together, unpacked. */
  bytes: number
  /** Most bytes of one file, unpacked. */
  fileBytes: number
}

/** What a package of a plugin or theme may hold. */
export const packageLimits: ArchiveLimits = { files: 500, bytes: 20_000_000, fileBytes: 5_000_000 }

/**
 * Unpacks a zip into memory: path to bytes, folders left out. Everything in it is hostile until proven otherwise: paths that lead
 * out, links, the same name twice, encrypted files and more than the limits allow are refused before anything is kept.
 * Throws invalid with the field `file`.
 */
export async function readArchive(bytes: Buffer, limits: ArchiveLimits = packageLimits): Promise<Map<string, Buffer>> {
  const zip = await understood(() => fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true }))
  const files = new Map<string, Buffer>()
  const names = new Set<string>()
  let left = limits.bytes
  await understood(async () => {
    if (zip.entryCount > limits.files) throw refused(`holds ${zip.entryCount} files; ${limits.files} are allowed`)
    for await (const entry of zip.eachEntry()) {
      checkEntry(entry, names)
      if (entry.fileName.endsWith('/')) continue
      const content = await unpack(zip, entry, Math.min(left, limits.fileBytes))
      left -= content.length
      files.set(entry.fileName, content)
    }
  })
  return files
}

/** Throws for what no archive should hold. `names` are those seen before. */
export function checkEntry(entry: Entry, names: Set<string>): void {
  const { fileName, externalFileAttributes } = entry
  // Some file systems take A and a, or two spellings of é, for the same name.
  const name = fileName.normalize('NFC').toLowerCase()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (fileName.length > 200 || /[\u0000-\u001f\u007f\\:]/.test(fileName) || fileName.split('/').some(part => part === '.' || part === '..'))
    throw refused(`holds a file whose name cannot be used: ${JSON.stringify(fileName.slice(0, 200))}`)
  if (names.has(name)) throw refused(`holds "${fileName}" twice`)
  names.add(name)
  // The upper half are the permissions and kind of a file on Unix.
  const kind = (externalFileAttributes >>> 16) & 0o170000
  if (kind !== 0 && kind !== 0o100000 && kind !== 0o040000) throw refused(`holds "${fileName}", which is a link or a device and not a file`)
  if (entry.isEncrypted()) throw refused(`holds "${fileName}", which is encrypted`)
  if (!entry.canDecodeFileData()) throw refused(`holds "${fileName}", which is packed in a way that is not supported`)
}

/** Counts what really comes out: the sizes in the archive are only what it says. */
async function unpack(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  const tooMuch = () => refused(`holds more than is allowed: "${entry.fileName}" goes beyond the limit`)
  if (entry.uncompressedSize > most) throw tooMuch()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > most) throw tooMuch()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export class Refused extends Error {}

export function refused(what: string): Refused {
  return new Refused(`The archive ${what}.`)
}

/** Turns what is wrong with an archive into a sentence for who brought it. */
export async function understood<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refused) throw invalid({ file: error.message })
    const why = (error as Error).message.replace(/\.+$/, '')
    throw invalid({
      file: why.startsWith('End of central directory')
        ? 'The archive cannot be read as a zip file: it is something else, or part of it is missing. Download it again, or choose another.'
        : `The archive cannot be read as a zip file: ${why}.`,
    })
  }
}
