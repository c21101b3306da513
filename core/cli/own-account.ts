import { existsSync, statSync } from 'node:fs'
import type { Place } from '../backup/outcomes.ts'
import { conflict } from '../errors.ts'
import type { CommandLine } from './command-line.ts'

/**
 * The site as it lies on the disk, not opened. Refuses the administrator where the site belongs to another account: what root writes,
 * the site could not read.
 */
export function ownAccount(cli: CommandLine): Place {
  const config = cli.config()
  const owner = existsSync(config.dataDir) ? statSync(config.dataDir).uid : 0
  if (process.getuid?.() === 0 && owner !== 0)
    throw conflict(
      `${config.dataDir} belongs to another account (number ${owner}). Run this as that account: sudo -u "#${owner}" npx tributary …`,
    )
  return { config, now: () => new Date() }
}
