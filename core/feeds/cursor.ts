import { invalid } from '../errors.ts'
import { Type } from '../http/type.ts'

/** A place in a feed: entries are ordered by a time, then by id. */
export interface Cursor {
  at: string
  id: string
}

/** Entries on a page of a feed; FriendFeed's number. */
export const pageSize = 30

export const pageInput = Type.Object({
  /** Cursor of the last entry seen: what follows are older ones. */
  before: Type.Optional(Type.String({ maxLength: 100 })),
  /** Cursor of the newest entry seen: what follows came up since. */
  after: Type.Optional(Type.String({ maxLength: 100 })),
})

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f-]{36})$/

export function writeCursor(row: { place: string; id: string }): string {
  return `${row.place}_${row.id}`
}

/** Throws `invalid` for anything that no page of ours has written. */
export function readCursor(text: string): Cursor {
  const [, at, id] = pattern.exec(text) ?? []
  if (!at || !id || Number.isNaN(Date.parse(at)))
    throw invalid({ page: 'This link to another page is broken. Start again at the first page.' })
  return { at, id }
}
