import type { Site } from '../site.ts'
import type { Source } from './source.ts'
import {
  type FetchedFeed,
  type FetchResult,
  type Outside,
  OutsideError,
  type OutsideProblem,
  ProblemReading,
  WorkStopped,
} from './source-type.ts'

/** How asking a source ended. What can go wrong has a name, and a sentence for the member. */
export type SourceAnswer =
  | { outcome: 'ok'; feed: FetchedFeed; etag?: string; lastModified?: string; movedTo?: string; freshFor?: number }
  | { outcome: 'unchanged'; movedTo?: string; freshFor?: number }
  | { outcome: 'gone'; problem: string }
  | { outcome: Failure; problem: string; retryAfter?: number }

export type Failure = 'refused' | 'unreadable' | 'no-plugin' | 'failed' | OutsideProblem | WorkStopped['code']

/** What of a site is needed to go out. */
export type Outdoors = Pick<Site, 'fetch' | 'workers' | 'registry' | 'log'>

/** The ways out of the house, as a source type is handed them. */
export function outsideOf(site: Outdoors): Outside {
  return { fetch: site.fetch, work: (module, input) => site.workers.run(module, input), services: site.registry.services }
}

/** Fetches a source through its source type. Whatever happens is an answer. */
export async function askSource(site: Outdoors, source: Pick<Source, 'type' | 'url' | 'etag' | 'lastModified'>): Promise<SourceAnswer> {
  const type = site.registry.sourceTypes.get(source.type)
  if (!type) return { outcome: 'no-plugin', problem: 'The plugin that reads this kind of source is switched off.' }
  if (type.guard.isPaused)
    return { outcome: 'no-plugin', problem: 'The plugin that reads this kind of source is paused, because it failed too often.' }
  const { url, etag, lastModified } = source
  try {
    return named(await type.thing.fetch({ url, ...(etag && { etag }), ...(lastModified && { lastModified }) }, outsideOf(site)))
  } catch (error) {
    const failure = nameProblem(error)
    if (failure.outcome === 'failed') type.guard.fail(`the source type ${source.type}`, error)
    return failure
  }
}

/** The name of what was thrown while something outside was read. */
export function nameProblem(error: unknown): { outcome: Failure; problem: string } {
  if (error instanceof OutsideError || error instanceof WorkStopped) return { outcome: error.code, problem: error.message }
  if (error instanceof ProblemReading) return { outcome: 'unreadable', problem: error.message }
  return { outcome: 'failed', problem: 'Something went wrong while this was read. It is in the log of the site.' }
}

function named(result: FetchResult): SourceAnswer {
  if (result.outcome !== 'failed') return result
  const { problem, status = 0, retryAfter } = result
  // An answer came and was no feed, or the address refused to give one.
  const outcome = status >= 200 && status < 300 ? 'unreadable' : 'refused'
  return { outcome, problem, ...(retryAfter !== undefined && { retryAfter }) }
}
