import { SiteError } from '../errors.ts'
import type { FeedLinkRow } from '../feeds/feed-link.ts'
import type { PersonJson } from './v2-json.ts'

/** Seconds are enough: `2009-05-11T12:00:00Z`. */
export function v2Date(iso: string): string {
  return `${iso.slice(0, 19)}Z`
}

export function v2EntryId(id: string): string {
  return `e/${id.replaceAll('-', '')}`
}

export function v2CommentId(entryId: string, id: string): string {
  return `${v2EntryId(entryId)}/c/${id.replaceAll('-', '')}`
}

const entryId = /^(?:e\/)?(?:([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})|([0-9a-f]{8,12}))$/i

/** Our id, or short id, from any of the forms in which clients know an entry. */
export function readV2EntryId(text: string): string {
  const [, ...parts] = entryId.exec(text.toLowerCase()) ?? []
  const short = parts.pop()
  if (short) return short
  if (parts.length === 0) throw new SiteError(400, 'bad-id-format', 'The id of an entry is e/ and 32 hex digits.')
  return parts.join('-')
}

type Person = Pick<FeedLinkRow, 'kind' | 'handle' | 'name'> & { access?: 'public' | 'private' | null }

export function personJson({ kind, handle, name, access }: Person): PersonJson {
  return { id: handle, name, type: kind === 'group' ? 'group' : 'user', ...(access === 'private' && { private: true }) }
}
