import { type Outside, OutsideError } from 'core/api'
import { accept } from '../fetch-feed.ts'
import type { Look } from './look-worker.ts'
import type { Candidate } from './page-candidates.ts'

/** What an address answered, and what there is. */
export interface Seen extends Look {
  /** As it was asked for. */
  address: string
  /** Where the answer came from. */
  url: string
  movedTo?: string
  status: number
  linkHeader?: string
  /** What the page that led here calls it. */
  title?: string
}

export async function lookAt(address: string, outside: Outside, timeout?: number): Promise<Seen> {
  const { url, movedTo, status, headers, body } = await outside.fetch(address, { headers: { accept }, ...(timeout ? { timeout } : {}) })
  const seen = { address, url, movedTo, status, linkHeader: headers.link }
  if (status < 200 || status > 299) return { ...seen, links: [] }
  const look = await outside.work<Look>(new URL('./look-worker.ts', import.meta.url), {
    bytes: body,
    contentType: headers['content-type'],
    url,
  })
  return { ...seen, ...look }
}

/** The first address that answers; when none does, the problem with the first is the one to tell. */
export async function firstReachable([address, ...others]: string[], outside: Outside): Promise<Seen> {
  try {
    return await lookAt(address ?? '', outside)
  } catch (problem) {
    if (!(problem instanceof OutsideError) || others.length === 0 || !noTls.has(problem.code)) throw problem
    try {
      return await firstReachable(others, outside)
    } catch {
      throw problem
    }
  }
}

// Old sites answer only without encryption.
const noTls = new Set<OutsideError['code']>(['no-connection', 'bad-certificate', 'too-slow'])

/** Looks at several addresses and keeps those that are feeds, in their order. Of the others nothing needs to be told. */
export async function seeFeeds(candidates: readonly Candidate[], outside: Outside): Promise<Seen[]> {
  const looks = candidates.map(async candidate => ({ candidate, seen: await lookAt(candidate.url, outside, 10_000) }))
  const settled = await Promise.allSettled(looks)
  const answers = settled.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  return answers
    .filter(({ candidate, seen }) => isFeed(seen, candidate))
    .map(({ candidate, seen }) => ({ ...seen, title: candidate.title }))
}

/** What a page declares is believed more than what was guessed: it may be marked-up HTML, or not to be had just now. */
function isFeed({ feed, status }: Seen, { declared }: Candidate): boolean {
  if (!feed) return declared && isRefusal(status)
  return feed.format !== 'h-feed' || (declared && feed.entries > 0)
}

/** The server is there and does not want to answer now: too many questions, a robot check, a bad day. */
export function isRefusal(status: number): boolean {
  return status === 401 || status === 403 || status === 429 || status >= 500
}
