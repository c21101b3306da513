import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Held } from '../held/hold-entries.ts'
import type { Source } from '../sources/source.ts'
import type { FetchedEntry } from '../sources/source-type.ts'

/** An entry from outside on its way in. Its HTML is hostile until `readImported` has been over it. */
export interface Draft {
  item: FetchedEntry
  /** Which item of the source it is; the same for every fetch. */
  origin: string
  /** Changes when what is shown of it changes. */
  hash: string
  title: string | null
  /** The page of the original. */
  url: string | null
  publishedAt: string
  /** Why somebody should look at it first, because of where it leads. */
  held?: Held
}

const itemsInOneGo = 50
const longestTitle = 1_000
const longestUrl = 2_000

/** Turns fetched entries into drafts, oldest first, each of them once. */
export async function draftEntries(source: Pick<Source, 'type' | 'address'>, items: readonly FetchedEntry[], now: Date): Promise<Draft[]> {
  const drafts = new Map<string, Draft>()
  // Documents have the newest on top, so of what has no date or the same, the last one is the oldest.
  for (const item of items.toReversed()) {
    // A thousand long entries would keep everybody else waiting.
    if (drafts.size % itemsInOneGo === itemsInOneGo - 1) await breathe()
    const origin = originOf(source, item.guid)
    drafts.set(origin, {
      item,
      origin,
      hash: sha256(JSON.stringify([item.title, item.url, item.html, item.summary, item.media, item.tags])),
      title:
        cleanLine(item.title ?? '')
          .slice(0, longestTitle)
          .trim() || null,
      url: webAddress(item.url),
      publishedAt: timeOf(item.publishedAt, now),
    })
  }
  return [...drafts.values()].sort((a, b) => (a.publishedAt < b.publishedAt ? -1 : a.publishedAt > b.publishedAt ? 1 : 0))
}

/** Told apart by type, the address at the time of connecting and the guid, so that neither a move nor connecting again doubles it. */
export function originOf({ type, address }: Pick<Source, 'type' | 'address'>, guid: string): string {
  return sha256(`${type}\n${address}\n${guid}`)
}

/** Text on one line: PostgreSQL takes no NUL, and half a letter is none. */
export function cleanLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}

/** The address when it is one of the web and of a bearable length. */
export function webAddress(address: string | undefined): string | null {
  const url = address && address.length <= longestUrl ? URL.parse(address) : null
  return url && /^https?:$/.test(url.protocol) && !url.username && url.href.length <= longestUrl ? url.href : null
}

/** Without a date that can be, it is from now; nothing is from the future. */
function timeOf(publishedAt: string | undefined, now: Date): string {
  const time = Date.parse(publishedAt ?? '')
  const known = Number.isFinite(time) && time < now.getTime() && time >= earliest
  return new Date(known ? time : now).toISOString()
}

// Years before this do not sort as text, and mean that somebody's clock was empty.
const earliest = Date.parse('0002-01-01T00:00:00Z')

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
