import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../config/config-schema.ts'
import { readCommit } from '../source/read-commit.ts'
import { version } from '../version.ts'
import { isAlive } from './one-at-a-time.ts'

const beatEvery = 20_000
const deadAfter = 90_000

/** A process that serves a site at this moment. */
export interface RunningProcess {
  host: string
  pid: number
  since: string
}

/**
 * Says in the data folder that this process serves the site, until the answer is called. Whoever puts another database in place asks
 * before. With PostgreSQL all processes share the folder as well.
 */
export async function saysItRuns({ dataDir, root }: Pick<Config, 'dataDir' | 'root'>, now: Date): Promise<() => Promise<void>> {
  const commit = await readCommit(root)
  const start: LastStart = { version, at: now.toISOString(), ...(commit && { commit }) }
  await writeFile(join(dataDir, 'last-start.json'), JSON.stringify(start))
  const folder = join(dataDir, 'running')
  const path = join(folder, `${hostname()}-${process.pid}`)
  const line: RunningProcess = { host: hostname(), pid: process.pid, since: now.toISOString() }
  await mkdir(folder, { recursive: true })
  await writeFile(path, JSON.stringify(line))
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), beatEvery).unref()
  return async () => {
    clearInterval(beat)
    await rm(path, { force: true })
  }
}

/** What the site was last started with. */
export interface LastStart {
  version: string
  commit?: string
  at: string
}

/** Nothing when it never was. */
export async function lastStart(dataDir: string): Promise<LastStart | undefined> {
  const text = await readFile(join(dataDir, 'last-start.json'), 'utf8').catch(() => '')
  return text ? (JSON.parse(text) as LastStart) : undefined
}

/** The processes that serve the site now. One that was killed is not among them, soon. */
export async function listRunning(dataDir: string): Promise<RunningProcess[]> {
  const folder = join(dataDir, 'running')
  const names = await readdir(folder).catch(() => [] as string[])
  const read = await Promise.all(names.map(name => readProcess(join(folder, name))))
  return read.filter(found => found !== undefined)
}

async function readProcess(path: string): Promise<RunningProcess | undefined> {
  try {
    const { mtimeMs } = await stat(path)
    const found = JSON.parse(await readFile(path, 'utf8')) as RunningProcess
    if (Date.now() - mtimeMs > deadAfter) return undefined
    return found.host !== hostname() || isAlive(found.pid) ? found : undefined
  } catch {
    // Gone or cut off in this moment: it does not run.
    return undefined
  }
}
