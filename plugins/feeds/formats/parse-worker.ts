import type { FetchedFeed, SourceDocument } from 'core/api'
import { parseFeed } from './parse-feed.ts'
import { Unreadable } from './unreadable.ts'

export type ReadAnswer = { feed: FetchedFeed } | { problem: string }

/** Runs in a worker: errors lose their class on the way back, so a problem is returned as data. */
export default function readFeed(document: SourceDocument): ReadAnswer {
  try {
    return { feed: parseFeed(document) }
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message }
    throw error
  }
}
