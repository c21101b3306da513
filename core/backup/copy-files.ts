import { once } from 'node:events'
import { constants, createWriteStream, existsSync, type WriteStream } from 'node:fs'
import { chmod, copyFile, link, mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../config/config-schema.ts'
import { fileList, filesFolder, programFolder } from './backup-manifest.ts'
import { hashFile, listLine, readFileList } from './file-list.ts'
import { isSecret, listProgramFiles, listSiteFiles } from './site-files.ts'

interface Copying {
  config: Pick<Config, 'dataDir' | 'root'>
  /** Folder of the backup that is being made. */
  to: string
  /** Folder of the backup before, whose files are shared where they are the same. */
  previous?: string | undefined
  keys: boolean
  progress?: ((files: number) => void) | undefined
}

export interface Copied {
  count: number
  bytes: number
  /** Files that are shared with the backup before and took no room. */
  shared: number
  /** Media whose content is not what its name says: damaged on the disk of the site. */
  damaged: string[]
}

/**
 * Copies the files of the site and writes their list. Media never change once written, and their name is their checksum: those that
 * the backup before has already are shared with it by a hard link, so that a site with much media pays for each file once.
 */
export async function copyFiles({ config, to, previous, keys, progress }: Copying): Promise<Copied> {
  const list = createWriteStream(join(to, fileList), { mode: 0o600 })
  const copied: Copied = { count: 0, bytes: 0, shared: 0, damaged: [] }
  const odd = previous ? await oddMedia(previous) : new Set<string>()
  for await (const [original, path] of listAll(config, keys)) {
    const target = join(to, path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    const named = mediaSum(path)
    const shares = named !== undefined && previous !== undefined && !odd.has(path) && (await share(original, join(previous, path), target))
    if (!shares && !(await copyOne(original, target, isSecret(path)))) continue
    const sha256 = shares ? named : await hashFile(target)
    if (named && named !== sha256) copied.damaged.push(path)
    await write(list, listLine({ path, sha256 }))
    copied.count++
    copied.shared += shares ? 1 : 0
    copied.bytes += (await stat(target)).size
    progress?.(copied.count)
  }
  list.end()
  await once(list, 'finish')
  return copied
}

/** Where each file lies, and its path in the backup. */
async function* listAll({ dataDir, root }: Copying['config'], keys: boolean): AsyncGenerator<[string, string]> {
  for await (const path of listSiteFiles(dataDir, { keys })) yield [join(dataDir, path), `${filesFolder}/${path}`]
  for await (const path of listProgramFiles(root)) yield [join(root, path), `${programFolder}/${path}`]
}

/** The checksum that the name of an uploaded file is. */
function mediaSum(path: string): string | undefined {
  return /^files\/media\/[0-9a-f]{2}\/([0-9a-f]{64})\.[a-z]{3,4}$/.exec(path)?.[1]
}

/** Media that the backup before has under a name that does not fit. They are read again each time. */
async function oddMedia(previous: string): Promise<Set<string>> {
  const odd = new Set<string>()
  if (!existsSync(join(previous, fileList))) return odd
  for await (const { path, sha256 } of readFileList(join(previous, fileList))) {
    const named = mediaSum(path)
    if (named && named !== sha256) odd.add(path)
  }
  return odd
}

/** Not every file system has hard links, and some allow only so many of one file; then the file is copied. */
async function share(original: string, before: string, target: string): Promise<boolean> {
  const [now, then] = await Promise.all([stat(original).catch(() => undefined), stat(before).catch(() => undefined)])
  if (!now || !then || now.size !== then.size) return false
  return link(before, target).then(
    () => true,
    () => false,
  )
}

/** False when the file is gone by now: members delete things while a backup is made. */
async function copyOne(original: string, target: string, secret: boolean): Promise<boolean> {
  try {
    // Where the file system can share blocks, this takes no room until one of the two changes.
    await copyFile(original, target, constants.COPYFILE_FICLONE)
    await chmod(target, secret ? 0o600 : 0o640)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !existsSync(original)) return false
    throw error
  }
}

async function write(list: WriteStream, line: string): Promise<void> {
  if (!list.write(line)) await once(list, 'drain')
}
