import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tombstone } from './tombstone.ts'

/** Beside the database, so that it is there when the database is replaced by an older one. */
const name = 'purged.jsonl'

/** Adds tombstones to the list in a folder: the data folder, or the one with the backups. What stands there already is left alone. */
export async function noteTombstones(folder: string, tombstones: readonly Tombstone[]): Promise<void> {
  const known = new Set((await readTombstones(folder)).map(({ id }) => id))
  const lines = tombstones.filter(({ id }) => !known.has(id)).map(one => `${JSON.stringify(one)}\n`)
  if (lines.length > 0) await appendFile(join(folder, name), lines.join(''), { mode: 0o600, flush: true })
}

/** The tombstones that a folder lists; none when there is no list. */
export async function readTombstones(folder: string): Promise<Tombstone[]> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => '')
  return text.split('\n').flatMap(line => {
    try {
      return line ? [JSON.parse(line) as Tombstone] : []
    } catch {
      // A line that was cut off by a crash; its job writes it again.
      return []
    }
  })
}
