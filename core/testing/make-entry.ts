import type { MemberActor } from '../actor.ts'
import type { Entry } from '../entries/entry.ts'
import { type EntryInput, publishEntry } from '../entries/publish-entry.ts'
import type { Site } from '../site.ts'

let made = 0

/** An entry for a test, published as a member would: `Hello 1`, and so on. `to` are handles; the own feed when left out. */
export function makeEntry(site: Site, author: MemberActor, values: Partial<EntryInput> | string = {}): Promise<Entry> {
  const given = typeof values === 'string' ? { body: values } : values
  return publishEntry(site, author, { body: `Hello ${++made}`, to: [], uploads: [], ...given })
}
