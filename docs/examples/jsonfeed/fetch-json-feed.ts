import type { FetchRequest, FetchResult, FoundSource, Outside } from 'core/api'
import { readJsonFeed } from './read-json-feed.ts'

/** Fetches one feed and says what came of it. That it is down is an outcome, not an error. */
export async function fetchJsonFeed({ url, etag }: FetchRequest, outside: Outside): Promise<FetchResult> {
  const answer = await outside.fetch(url, { headers: etag ? { 'if-none-match': etag } : {} })
  if (answer.status === 304) return { outcome: 'unchanged' }
  if (answer.status === 410) return { outcome: 'gone', problem: 'The feed is gone for good.' }
  if (answer.status !== 200) return { outcome: 'failed', status: answer.status, problem: `The address answers ${answer.status}.` }
  try {
    return { outcome: 'ok', feed: readJsonFeed(answer.body), etag: answer.headers.etag }
  } catch {
    return { outcome: 'failed', problem: 'What the address sends is no JSON Feed.' }
  }
}

/** Turns what a member pasted into places that can be read. An empty list says: not mine. */
export async function discoverJsonFeed(address: string, outside: Outside): Promise<FoundSource[]> {
  const result = await fetchJsonFeed({ url: address }, outside)
  if (result.outcome !== 'ok') return []
  const { title, siteUrl } = result.feed
  return [{ type: 'jsonfeed', url: address, title, siteUrl }]
}
