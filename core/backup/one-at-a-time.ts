import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { SiteError } from '../errors.ts'

const file = '.at-work'
const beatEvery = 20_000
const deadAfter = 120_000

/** Runs work in a folder that nobody else may work in meanwhile, also not another process. Throws conflict when somebody does. */
export async function oneAtATime<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, file)
  if (!(await take(path))) {
    if (await isHeld(path)) throw busy(folder)
    await rm(path, { force: true })
    if (!(await take(path))) throw busy(folder)
  }
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), beatEvery).unref()
  try {
    return await work()
  } finally {
    clearInterval(beat)
    await rm(path, { force: true })
  }
}

function busy(folder: string): SiteError {
  return new SiteError(409, 'busy', `Backups are being made or removed in ${folder} at this moment. Wait for it.`)
}

/** False when somebody else was first. */
async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${hostname()} ${process.pid}`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** A process that ended in the middle leaves its file behind; it neither lives nor keeps the file fresh. */
async function isHeld(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (!found || Date.now() - found.mtimeMs > deadAfter) return false
  const [host, pid] = (await readFile(path, 'utf8').catch(() => '')).split(' ')
  return host !== hostname() || isAlive(Number(pid))
}

/** Whether there is a process with this number on this machine. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It lives and belongs to another account.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
