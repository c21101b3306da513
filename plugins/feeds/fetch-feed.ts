import { STATUS_CODES } from 'node:http'
import { type FetchRequest, type FetchResult, type Outside, type OutsideResponse, ProblemReading } from 'core/api'
import { longest } from './formats/freshness.ts'
import { cacheFreshness, retryAfter } from './http-times.ts'
import { readLinkHeader } from './link-header.ts'
import { readDocument } from './read-document.ts'

/** Asks for a feed, politely: only what changed since the last time, and with what the server says about asking again. */
export async function fetchFeed(request: FetchRequest, outside: Outside): Promise<FetchResult> {
  const response = await outside.fetch(request.url, { headers: { accept, ...conditions(request) } })
  const { status, headers, movedTo } = response
  if (status === 304) return { outcome: 'unchanged', ...given({ movedTo, freshFor: cacheFreshness(headers) }) }
  if (status === 410) return { outcome: 'gone', problem: 'The address says that the feed is gone for good.' }
  if (status < 200 || status > 299) {
    return { outcome: 'failed', problem: `${statusSentence(status)}`, status, ...given({ retryAfter: retryAfter(headers) }) }
  }
  return readAnswer(response, outside)
}

/** The header for servers that have a feed and a page at one address. */
export const accept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1'

export function statusSentence(status: number): string {
  return `The address answers ${[status, STATUS_CODES[status]].filter(Boolean).join(' ')}.`
}

function conditions({ etag, lastModified }: FetchRequest): Record<string, string> {
  return given({ 'if-none-match': etag, 'if-modified-since': lastModified })
}

async function readAnswer(response: OutsideResponse, outside: Outside): Promise<FetchResult> {
  const { body, headers, url, movedTo } = response
  try {
    const feed = await readDocument({ bytes: body, contentType: headers['content-type'], url }, outside)
    const hubs = readLinkHeader(headers.link, url).filter(({ rels }) => rels.includes('hub'))
    const freshFor = longest([cacheFreshness(headers), feed.freshFor])
    return {
      outcome: 'ok',
      feed: { ...feed, hubs: [...new Set([...hubs.map(hub => hub.url), ...feed.hubs])] },
      ...given({ etag: headers.etag, lastModified: headers['last-modified'], movedTo, freshFor }),
    }
  } catch (error) {
    if (isAboutTheDocument(error)) return { outcome: 'failed', problem: error.message, status: response.status }
    throw error
  }
}

/** A document that is no feed, or that kept the worker too long, is a failure of the source and no bug of ours. */
function isAboutTheDocument(error: unknown): error is Error {
  return error instanceof ProblemReading || (error instanceof Error && error.name === 'WorkStopped')
}

/** Leaves out what is not there, so that results can be compared and stored as they are. */
function given<Values extends Record<string, unknown>>(values: Values): { [Key in keyof Values]: NonNullable<Values[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}
