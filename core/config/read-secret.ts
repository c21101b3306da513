import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config-schema.ts'

/** The site's own secret: made at the first start and kept in the data folder, for the owner's eyes only. */
export function readSecret(config: Pick<Config, 'dataDir'>): string {
  const file = join(config.dataDir, 'keys/secret')
  if (!existsSync(file)) {
    mkdirSync(join(config.dataDir, 'keys'), { recursive: true, mode: 0o700 })
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  }
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
