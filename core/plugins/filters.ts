import type { FetchedEntry } from '../sources/source-type.ts'

/** All filters of the core: each takes a value and returns it, changed or not. For content, never for permission. */
export interface Filters {
  /** Fetched entries of one source before they are sanitised and stored. Leaving one out refuses it. */
  'entries.importing': { sourceId: string; entries: FetchedEntry[] }
  /** What a member wrote, before it becomes HTML. */
  'entry.publishing': { authorId: string; body: string; link?: string }
}

export type FilterName = keyof Filters
