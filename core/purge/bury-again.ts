import { pino } from 'pino'
import type { Config } from '../config/config-schema.ts'
import { openSite } from '../open-site.ts'
import { erase } from './erase.ts'
import { eraseTraces } from './erase-traces.ts'
import { type BurialNote, type Tombstone, writeTombstones } from './tombstone.ts'
import { readTombstones } from './tombstone-file.ts'

const note: BurialNote = {
  reason: 'It was destroyed before, and came back with a backup.',
  ...{ rule: null, byId: null, authorId: null, notToldBecause: null },
}

/**
 * Destroys again, in a site that was just restored, what these folders say was purged: the data folder as it was, the backup, and the one
 * with all backups. Returns how much there was.
 */
export async function buryAgain(config: Config, folders: readonly string[]): Promise<number> {
  const listed = await Promise.all(folders.map(readTombstones))
  const tombstones: Tombstone[] = [...new Map(listed.flat().map(one => [one.id, one])).values()]
  if (tombstones.length === 0) return 0
  const { site, close } = await openSite(config, { safe: true, log: pino({ level: 'silent' }) })
  try {
    for (const tombstone of tombstones) {
      await site.db.transaction(async trx => {
        await erase(trx, tombstone)
        await writeTombstones(trx, [tombstone], note)
      })
      await eraseTraces(site, tombstone)
    }
  } finally {
    await close()
  }
  return tombstones.length
}
