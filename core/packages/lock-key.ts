import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The key that authenticates the lock file. It is not in the database, so that whoever can write there cannot make the site run code. */
export function readLockKey(dataDir: string): Buffer | undefined {
  const file = keyFile(dataDir)
  return existsSync(file) ? readFileSync(file) : undefined
}

/** The key, made at its first use. */
export function makeLockKey(dataDir: string): Buffer {
  const known = readLockKey(dataDir)
  if (known) return known
  const file = keyFile(dataDir)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file)
}

function keyFile(dataDir: string): string {
  return join(dataDir, 'keys/plugins')
}
