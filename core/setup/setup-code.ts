import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Site } from '../site.ts'

// Without what looks alike in a terminal.
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/**
 * Makes the one-time code of the first-run setup: whoever can read what the process prints owns the machine, and nobody else
 * takes the site over. Only its hash is kept; a new start makes a new code.
 */
export async function makeSetupCode(site: Site): Promise<string> {
  const parts = Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join(''))
  await writeFile(codeFile(site), hashOf(parts.join('')), { mode: 0o600 })
  return parts.join('-')
}

/** Whether this is the code, in any spelling of capitals and dashes. Takes the same time for every wrong one. */
export async function isSetupCode(site: Site, text: string): Promise<boolean> {
  const kept = await readFile(codeFile(site), 'utf8').catch(() => '')
  const expected = Buffer.from(kept.length === 64 ? kept : '0'.repeat(64), 'hex')
  return timingSafeEqual(Buffer.from(hashOf(text), 'hex'), expected)
}

export async function forgetSetupCode(site: Site): Promise<void> {
  await rm(codeFile(site), { force: true })
}

function codeFile(site: Site): string {
  return join(site.config.dataDir, 'keys/setup-code')
}

function hashOf(code: string): string {
  const plain = code.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return createHash('sha256').update(`setup:${plain}`).digest('hex')
}
