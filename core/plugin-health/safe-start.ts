import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Start {
  /** Why plugins are to be left out this time. */
  safe?: string
  /** The site serves, or ended for a reason that has nothing to do with plugins. */
  settled(): void
}

/** Starts that did not come to an end, after which plugins are left out. */
const tries = 2

/**
 * Notes in the data folder that a start has begun. A plugin can bring the whole process down in a way that nothing in it can catch;
 * whoever starts it again and again should get a site all the same, with a reason.
 */
export function beginStart(dataDir: string, flags: readonly string[]): Start {
  const file = join(dataDir, 'starting')
  const begun = existsSync(file) ? Number(readFileSync(file, 'utf8')) || 0 : 0
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(file, String(begun + 1))
  const safe = whySafe(dataDir, flags, begun)
  return { ...(safe !== undefined && { safe }), settled: () => rmSync(file, { force: true }) }
}

function whySafe(dataDir: string, flags: readonly string[], begun: number): string | undefined {
  if (flags.includes('--safe')) return 'Plugins are left out, because of --safe.'
  const file = join(dataDir, 'safe-mode')
  if (existsSync(file)) return `Plugins are left out, because there is a file ${file}. Remove it and start again to have them back.`
  if (begun < tries) return undefined
  return `The last ${begun} starts did not come to an end, so plugins are left out this time. See: npx tributary plugin list`
}
