import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import type { Site } from '../site.ts'
import { leaseSources } from './due-sources.ts'
import { type FetchReport, fetchSource } from './fetch-source.ts'
import type { SourceInput } from './pause-source.ts'
import { findSource, type Source } from './source.ts'

const pauseSeconds = 60
const patience = 10_000

/** Fetches one's source now, at most once a minute. Undefined when it takes so long that it goes on by itself. */
export async function refreshSource(site: Site, actor: Actor, input: SourceInput): Promise<FetchReport | undefined> {
  const source = await findSource(site.db, actor.id, input.id)
  if (source.pausedAt) throw conflict('This source is paused. Resume it first.')
  const age = source.fetchedAt ? site.now().getTime() - Date.parse(source.fetchedAt) : Number.POSITIVE_INFINITY
  if (age < pauseSeconds * 1000) throw conflict('This was fetched less than a minute ago. Give it a moment.')
  await site.limits.spend('refresh-source', source.memberId)
  const [leased] = await leaseSources(site.db, [source.id], site.now())
  if (!leased) throw conflict('This is being fetched at this very moment.')
  return firstFetch(site, leased)
}

/** Fetches a source that was taken for this, and waits a while for the outcome. The fetch goes on when nobody waits any more. */
export async function firstFetch(site: Site, source: Source): Promise<FetchReport | undefined> {
  const waited = new AbortController()
  const fetching = fetchSource(site, source).catch(error => {
    // Its lease ends, and it is fetched again.
    site.log.error({ error, source: source.id }, 'the outcome of a fetch could not be kept')
    return undefined
  })
  try {
    return await Promise.race([fetching, sleep(patience, undefined, { signal: waited.signal }).catch(() => undefined)])
  } finally {
    waited.abort()
  }
}
