import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** Files of an archive: path with `/` between folders, and what is in it. */
export type ArchiveFiles = ReadonlyMap<string, Buffer>

/** Packs files as a zip. The same files make the same bytes, whoever packs them, where and when. */
export async function writeArchive(files: ArchiveFiles): Promise<Buffer> {
  const zip = new ZipFile()
  // A zip has local times and no zone; this is the first moment that it can name.
  const options = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true, compressionLevel: 9 }
  for (const path of [...files.keys()].sort()) zip.addBuffer(files.get(path)!, path, options)
  zip.end()
  return buffer(zip.outputStream)
}
