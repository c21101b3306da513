import type { TSchema } from 'typebox'
import { Type } from '../http/type.ts'
import type { FetchedEntry } from '../sources/source-type.ts'

/** All filters of the core: each takes a value and returns it, changed or not. For content, never for permission. */
export interface Filters {
  /** Entries of one source, or of an archive that a member brought, before they are sanitised and stored. Leaving one out refuses it. */
  'entries.importing': { authorId: string; isPrivate?: boolean; sourceId?: string; importBatchId?: string; entries: FetchedEntry[] }
  /** What a member wrote, before it becomes HTML. `hold` says why somebody should look at it before others see it. */
  'entry.publishing': { authorId: string; body: string; link?: string; hold?: string }
  /** The same, to judge it and not to change it: `hold` says why somebody should look first, `refuse` why it is not taken at all. A check that fails holds it. */
  'entry.checking': {
    authorId: string
    body: string
    link?: string
    /** Whether it is for a few people alone. */
    isPrivate: boolean
    /** How many pictures it will have. */
    pictures: number
    /** The entry that is edited; absent for a new one. */
    entryId?: string
    hold?: string
    refuse?: string
  }
  /**
   * A comment before it is published or changed (then it has its `commentId`), to judge it and not to change it. `hold` says why somebody should
   * look first, `refuse` says to its author why it is not taken. A check that fails holds it.
   */
  'comment.checking': {
    authorId: string
    entryId: string
    entryAuthorId: string | null
    /** Whether the entry is for a few people alone. */
    isPrivate: boolean
    commentId?: string
    body: string
    hold?: string
    refuse?: string
  }
  /**
   * Somebody signs up, to judge and not to change it; `emailHost` is what stands behind the @. With `hold` they wait for approval, `refuse` says to
   * them why not now. A check that fails lets them wait.
   */
  'member.joining': { handle: string; name: string; emailHost: string; isInvited: boolean; hold?: string; refuse?: string }
}

export type FilterName = keyof Filters

const text = Type.String()
const optional = Type.Optional(text)
const number = Type.Optional(Type.Number())

const fetchedMedia = Type.Object({
  kind: Type.Union(['image', 'audio', 'video', 'file'].map(kind => Type.Literal(kind))),
  url: text,
  type: optional,
  title: optional,
  width: number,
  height: number,
  bytes: number,
  duration: number,
  thumbnailUrl: optional,
  playerUrl: optional,
})

const fetchedEntry = Type.Object({
  guid: text,
  url: optional,
  title: optional,
  html: optional,
  summary: optional,
  author: optional,
  publishedAt: optional,
  updatedAt: optional,
  tags: Type.Array(text),
  media: Type.Array(fetchedMedia),
  hold: optional,
})

/** What a filter has to return, so that a plugin's slip does not reach what comes after it. */
export const filterSchemas: Readonly<Record<FilterName, TSchema>> = {
  'entries.importing': Type.Object({
    authorId: text,
    isPrivate: Type.Optional(Type.Boolean()),
    sourceId: optional,
    importBatchId: optional,
    entries: Type.Array(fetchedEntry),
  }),
  'entry.publishing': Type.Object({ authorId: text, body: text, link: optional, hold: optional }),
  'entry.checking': Type.Object({
    authorId: text,
    body: text,
    link: optional,
    isPrivate: Type.Boolean(),
    pictures: Type.Number(),
    entryId: optional,
    hold: optional,
    refuse: optional,
  }),
  'comment.checking': Type.Object({
    authorId: text,
    entryId: text,
    entryAuthorId: Type.Union([text, Type.Null()]),
    isPrivate: Type.Boolean(),
    commentId: optional,
    body: text,
    hold: optional,
    refuse: optional,
  }),
  'member.joining': Type.Object({
    handle: text,
    name: text,
    emailHost: text,
    isInvited: Type.Boolean(),
    hold: optional,
    refuse: optional,
  }),
}
