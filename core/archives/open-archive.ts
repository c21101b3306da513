import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { checkEntry, refused, understood } from './read-archive.ts'

/** A file that somebody brought, opened to be read in parts: a zip with files in it, or a single file. */
export interface OpenArchive {
  /** Paths with their sizes unpacked, in the order of the paths. */
  readonly files: ReadonlyMap<string, number>
  /** Reads one file from its beginning, unpacked as it is read. Undefined when there is no such file. */
  stream(path: string): Promise<Readable | undefined>
  close(): void
}

/** What an archive that a member brings may hold: pictures of twenty years, but nothing that fills the memory by its list alone. */
const mostFiles = 200_000
const mostFileBytes = 4_000_000_000

/**
 * Opens a file on the disk; `name` is what its owner calls it. A zip is known by its first bytes. Everything in it is hostile: names that
 * lead out, links, names that stand twice and encrypted files are refused. Throws invalid with the field `file`.
 */
export async function openArchive(path: string, name: string): Promise<OpenArchive> {
  return (await isZip(path)) ? openZip(path) : openSingle(path, name)
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return bytesRead === 4 && buffer.readUInt16BE(0) === 0x504b && [0x0304, 0x0506].includes(buffer.readUInt16BE(2))
  } finally {
    await file.close()
  }
}

async function openZip(path: string): Promise<OpenArchive> {
  const zip = await understood(() =>
    openPromise(path, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true, autoClose: false }),
  )
  try {
    const entries = await understood(() => listEntries(zip))
    return {
      files: new Map([...entries].map(([file, entry]) => [file, entry.uncompressedSize])),
      async stream(file) {
        const entry = entries.get(file)
        return entry && (await understood(() => zip.openReadStreamPromise(entry)))
      },
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > mostFiles) throw refused(`holds ${zip.entryCount} files; ${mostFiles} are allowed`)
  const entries = new Map<string, Entry>()
  const names = new Set<string>()
  for await (const entry of zip.eachEntry()) {
    checkEntry(entry, names)
    if (entry.uncompressedSize > mostFileBytes) throw refused(`holds "${entry.fileName}", which is too large`)
    if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry)
  }
  return new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function openSingle(path: string, name: string): Promise<OpenArchive> {
  const { size } = await stat(path)
  return {
    files: new Map([[name, size]]),
    async stream(file) {
      return file === name ? createReadStream(path) : undefined
    },
    close() {},
  }
}
