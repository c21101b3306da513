import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { htmlToText } from '../entries/html-text.ts'
import { invalid } from '../errors.ts'
import type { Site } from '../site.ts'

/** Shorter texts say the same as many others that are innocent. */
const shortest = 40

/** Under what a file, an address or an origin is known again. */
export function hashOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Under what a text is known again, however it is spaced and capitalised; nothing for one that is too short to be told from others. */
export function hashOfText(html: string): string[] {
  const text = htmlToText(html).toLowerCase().normalize('NFKC').replaceAll(/\s+/g, ' ').trim()
  return text.length < shortest ? [] : [hashOf(`text:${text}`)]
}

/** Those of these hashes that belong to something that was purged. */
export async function purgedAmong(db: Knex, hashes: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  const asked = [...new Set(hashes)]
  for (let at = 0; at < asked.length; at += 500)
    for (const hash of (await db('purged_hashes')
      .whereIn('hash', asked.slice(at, at + 500))
      .pluck('hash')) as string[])
      found.add(hash)
  return found
}

/** Throws invalid under `field` when one of these was purged: it is not let in again. */
export async function checkNotPurged({ db }: Pick<Site, 'db'>, hashes: readonly string[], field: string): Promise<void> {
  if (hashes.length > 0 && (await purgedAmong(db, hashes)).size > 0)
    throw invalid({ [field]: 'This was taken off the site for good and cannot come back.' })
}
