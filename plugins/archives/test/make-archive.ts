import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

interface Teardown {
  teardown(fn: () => void): void
}

/** Writes a zip with these files, and returns its path. */
export async function makeArchive(t: Teardown, name: string, files: Record<string, string | Buffer>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-archive-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const zip = new ZipFile()
  for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), path)
  zip.end()
  const path = join(folder, name)
  await finished(zip.outputStream.pipe(createWriteStream(path)))
  return path
}
