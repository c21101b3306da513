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
    const { code, message } = error as NodeJS.ErrnoException
    throw conflict(`A file could not be kept in the data folder: ${code ?? message}. Check who owns the folder and how full the disk is.`)
  } finally {
    await rm(file, { force: true })
  }
  const { free } = await diskSpace(site)
  return `A file was written, read and removed in ${Math.round(performance.now() - start)} ms. ${gigabytes(free)} are free.`
}

/** Bytes of the disk that holds the data folder. */
export async function diskSpace({ config }: Pick<Site, 'config'>): Promise<{ free: number; total: number }> {
  const { bavail, blocks, bsize } = await statfs(config.dataDir)
  return { free: bavail * bsize, total: blocks * bsize }
}

export function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
