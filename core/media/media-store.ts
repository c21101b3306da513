import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../config/config-schema.ts'
import { checkNotPurged } from '../purge/purged-hash.ts'
import type { Site } from '../site.ts'

/** Endings of the types that may be shown in the page; anything else is kept as `.bin` and can only be saved. */
const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/gif': 'gif',
}

const types = new Map(Object.entries(endings).map(([type, ending]) => [ending, type]))
const namePattern = /^([0-9a-f]{2})[0-9a-f]{62}\.([a-z]{3,4})$/

type Folder = { readonly config: Pick<Config, 'dataDir'> }

/**
 * Keeps a file that a member brought here and returns its name, for `feeds.picture` and `uploads.file`. The name is the hash of
 * what is in it: the same picture is kept once, and an address never changes its meaning. Throws invalid for what was purged.
 */
export async function saveMedia(site: Folder & Pick<Site, 'db'>, bytes: Uint8Array, type: string): Promise<string> {
  const sum = createHash('sha256').update(bytes).digest('hex')
  await checkNotPurged(site, [sum], 'pictures')
  const name = `${sum}.${endings[type] ?? 'bin'}`
  const path = mediaPath(site, name)!
  const known = await stat(path).catch(() => undefined)
  if (known?.size === bytes.byteLength) {
    // Who sweeps up files that nothing names leaves those alone that were brought lately.
    await utimes(path, new Date(), new Date())
    return name
  }
  await mkdir(dirname(path), { recursive: true })
  // Under another name first: whoever asks in the meantime sees the whole file or none.
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await writeDurably(draft, bytes)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  return name
}

/** Where a file of this name lies, or undefined when no file can have such a name. */
export function mediaPath(site: Folder, name: string): string | undefined {
  const [, start] = namePattern.exec(name) ?? []
  return start ? join(site.config.dataDir, 'media', start, name) : undefined
}

/** Content type of a stored file, by its ending. */
export function mediaType(name: string): string {
  return types.get(name.split('.').at(-1) ?? '') ?? 'application/octet-stream'
}

/** Deletes a file. The caller knows that nothing names it any more. */
export async function removeMedia(site: Folder, name: string): Promise<void> {
  const path = mediaPath(site, name)
  if (path) await rm(path, { force: true })
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o644)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
