import type { FeedLink } from './feed-view.ts'

/** What a row must bring so that a name can be shown. */
export interface FeedLinkRow {
  id: string
  kind: 'member' | 'group' | 'former'
  handle: string
  name: string
  picture: string | null
}

const former = 'A former member'

export function feedLink(row: FeedLinkRow): FeedLink {
  if (row.kind === 'former') return formerMember(row.id)
  const link: FeedLink = {
    id: row.id,
    kind: row.kind,
    handle: row.handle,
    name: row.name,
    url: `/${row.handle}`,
    initial: initialOf(row.name),
    hue: hueOf(row.id),
  }
  if (row.picture) link.pictureUrl = `/media/${row.picture}`
  return link
}

/** Stands for an author whose account is gone. */
export function formerMember(id = ''): FeedLink {
  return { id, kind: 'former', handle: '', name: former, initial: '·', hue: 0 }
}

function initialOf(name: string): string {
  return (name.match(/\p{L}|\p{N}/u)?.[0] ?? '·').toUpperCase()
}

/** The last hex digits of an id are random, so they spread evenly. */
function hueOf(id: string): number {
  return Number.parseInt(id.slice(-4), 16) % 12
}
