import { createHmac, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { conflict } from '../errors.ts'
import { makeLockKey, readLockKey } from './lock-key.ts'
import type { PublisherKey } from './package-signature.ts'

/** A capability as `plugin.json` asks for it. */
export interface Granted {
  id: string
}

/** Where a version comes from that is being worked on: it may come again with other contents, and stand in for a folder. */
export const draftSource = 'draft'

/** One version of a plugin as it was when somebody agreed to it. */
export interface LockedVersion {
  /** Id of the package, and the name of its folder. */
  id: string
  version: string
  /** sha256 of the file `CHECKSUMS`. */
  checksums: string
  /** sha256 of every file, by path, `CHECKSUMS` and `SIGNATURE` included. */
  files: Record<string, string>
  /** What it may do, as far as it was granted. */
  capabilities: Granted[]
  publisher: PublisherKey | null
  /** Address of the index it came from; `file` when somebody handed it in. */
  from: string
  installedAt: string
  /** Why an index took it back. */
  revoked?: string
  /** Why it was taken back by itself. It does not come again by itself. */
  failed?: string
}

export interface LockedPlugin {
  /** The version that runs. Nothing when it was removed and its data was kept. */
  active?: LockedVersion
  /** Versions that ran before, to go back to, the latest first. */
  earlier: LockedVersion[]
  /** Whose packages are taken: the first publisher's, for good. Null while nobody signed one. */
  publisher: PublisherKey | null
  /** The newest version that was ever installed: what is older comes only by going back. */
  newest: string
}

/** The lock file: what may run, by name. Only what it says is run, whatever stands in the database. */
export interface Lock {
  plugins: Record<string, LockedPlugin>
}

/** The lock file was changed by somebody who does not have the key, or cannot be read. */
export class LockError extends Error {
  override readonly name = 'LockError'
}

export function lockFile(dataDir: string): string {
  return join(dataDir, 'plugins.lock.json')
}

/** Reads the lock file and checks that this site wrote it. No file is an empty lock. Throws LockError. */
export function readLock(dataDir: string): Lock {
  const file = lockFile(dataDir)
  if (!existsSync(file)) return { plugins: {} }
  const parsed = parse(readFileSync(file, 'utf8'))
  const key = readLockKey(dataDir)
  if (!parsed || !key || !isEqual(macOf(key, parsed.plugins), parsed.mac)) {
    throw new LockError(
      `${file} was not written by this site, or keys/plugins is not the key it was written with, so no installed plugin is run. ` +
        'Put both back from the same backup, or remove the lock file and install the plugins again.',
    )
  }
  return { plugins: parsed.plugins }
}

/** Changes the lock file, one process at a time. Returns what `change` returns. Throws LockError, or what `change` throws. */
export async function changeLock<Result>(dataDir: string, change: (lock: Lock) => Result): Promise<Result> {
  const release = await takeTurn(dataDir)
  try {
    const lock = readLock(dataDir)
    const result = change(lock)
    const { plugins } = lock
    const text = JSON.stringify({ format: 1, plugins, mac: macOf(makeLockKey(dataDir), plugins) }, null, 2)
    const draft = `${lockFile(dataDir)}.${process.pid}.draft`
    writeFileSync(draft, `${text}\n`, { mode: 0o600 })
    renameSync(draft, lockFile(dataDir))
    return result
  } finally {
    release()
  }
}

/** Whether what a manifest asks for was granted, word for word but for the reasons. */
export function isGranted(asked: readonly Granted[], granted: readonly Granted[]): boolean {
  const known = new Set(granted.map(plainCapability))
  return asked.every(capability => known.has(plainCapability(capability)))
}

/** A capability without its reason, as text in one order. */
export function plainCapability(granted: Granted): string {
  const { reason: _reason, ...capability } = granted as Granted & { reason?: string }
  return JSON.stringify(Object.fromEntries(Object.entries(capability).sort(([a], [b]) => (a < b ? -1 : 1))))
}

function parse(text: string): { plugins: Lock['plugins']; mac: string } | undefined {
  try {
    const { format, plugins, mac } = JSON.parse(text) as { format?: unknown; plugins?: Lock['plugins']; mac?: unknown }
    return format === 1 && typeof plugins === 'object' && plugins !== null && typeof mac === 'string' ? { plugins, mac } : undefined
  } catch {
    return undefined
  }
}

/** JSON keeps the order of keys, so that what was read is written the same. */
function macOf(key: Buffer, plugins: Lock['plugins']): string {
  return createHmac('sha256', key).update('tributary plugins.lock.json 1\n').update(JSON.stringify(plugins)).digest('hex')
}

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

/** Whoever is killed while it is their turn does not keep the others out for longer than this. */
const staleAfter = 30_000

async function takeTurn(dataDir: string): Promise<() => void> {
  const file = `${lockFile(dataDir)}.turn`
  mkdirSync(dataDir, { recursive: true })
  for (let tries = 0; tries < 100; tries++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      if (isStale(file)) rmSync(file, { force: true })
      else await sleep(50)
    }
  }
  throw conflict('Somebody else is installing a plugin at this moment. Try again in a minute.')
}

function isStale(file: string): boolean {
  try {
    return Date.now() - statSync(file).mtimeMs > staleAfter
  } catch {
    return false
  }
}
