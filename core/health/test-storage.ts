import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { conflict, forbidden } from '../errors.ts'
import type { Site } from '../site.ts'

/** Writes a file where the media lie, reads it and removes it. Throws conflict with the reason when that does not work. */
export async function testStorage(site: Site, actor: Actor): Promise<string> {
  if (!may(actor, 'system')) throw forbidden('Only those who look after the system try its storage.')
  const folder = join(site.config.dataDir, 'media')
  const file = join(folder, `.probe-${randomBytes(6).toString('hex')}`)
  const text = randomBytes(1024).toString('hex')
  const start = performance.now()
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(file, text, { flush: true })
    if ((await readFile(file, 'utf8')) !== text) throw new Error('what was read is not what was written')
  } catch (error) {
    throw conflict(explainStorage(error as NodeJS.ErrnoException, folder))
  } finally {
    // What could not be written is not there to be removed.
    await rm(file, { force: true }).catch(() => undefined)
  }
  const { free } = await diskSpace(site)
  return `A file was written, read and removed in ${Math.round(performance.now() - start)} ms. ${gigabytes(free)} are free.`
}

/** What an operator can do about it, in a sentence. */
export function explainStorage({ code = '', message }: NodeJS.ErrnoException, folder: string): string {
  const what = `No file could be kept in ${folder}`
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `${what}: the disk is full. Make room, or move the data folder to a larger disk (DATA_DIR).`
  if (code === 'EACCES' || code === 'EPERM')
    return `${what}: the account that runs the site may not write there. Give it the folder: chown -R ACCOUNT ${folder}`
  if (code === 'EROFS') return `${what}: the disk is mounted for reading only. Mount it for writing, or set DATA_DIR to another folder.`
  if (code === 'ENOTDIR' || code === 'EEXIST') return `${what}: there is a file where the folder should be. Move it away, and try again.`
  return `${what}: ${code || message}. Look at the disk and at DATA_DIR.`
}

/** Bytes of the disk that holds the data folder. */
export async function diskSpace({ config }: Pick<Site, 'config'>): Promise<{ free: number; total: number }> {
  const { bavail, blocks, bsize } = await statfs(config.dataDir)
  return { free: bavail * bsize, total: blocks * bsize }
}

export function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
