import type { Child } from './child.ts'
import { type LoadRequest, load } from './load.ts'
import type { BenchOptions } from './options.ts'
import type { Seeded } from './seed.ts'

export interface WritingResult {
  what: string
  perSecond: number
  median: number
  p99: number
  failed: number
  /** Milliseconds until all followers had everything after the burst ended. */
  backlog: number
  /** Milliseconds from sending one entry or comment until it stands in a follower's home, with nothing else going on. */
  seenAfter: number
}

const connections = 16
const authors = 64

/** Posting and commenting through the forms, with session and CSRF token, by many members at once. */
export async function measureWriting(site: Child, seeded: Seeded, { seconds }: BenchOptions): Promise<WritingResult[]> {
  const senders = await Promise.all(seeded.cookies.slice(0, authors).map(async cookie => ({ cookie, csrf: await readCsrf(site, cookie) })))
  const form = (path: string, index: number, fields: () => Record<string, string>): LoadRequest => {
    const { cookie, csrf } = senders[index % senders.length]!
    const body = (): string => new URLSearchParams({ _csrf: csrf, ...fields() }).toString()
    return { method: 'POST', path, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, body }
  }
  const text = 'A short letter from the river, with a link to https://example.org/river and a #morning tag.'
  let said = 0
  const posts = senders.map((_, index) => form('/entries', index, () => ({ body: `${text} ${++said}` })))
  const comments = seeded.entries.map(({ id }, index) =>
    form(`/entries/${id}/comments`, index, () => ({ body: `Thank you for this. ${++said}` })),
  )
  return [await measure(site, 'posting', posts, seconds), await measure(site, 'commenting', comments, seconds)]
}

async function measure(site: Child, what: string, requests: LoadRequest[], seconds: number): Promise<WritingResult> {
  const seenAfter = await timeUntilSeen(site, requests[0]!)
  const { perSecond, median, p99, failed } = await load(site.url, requests, connections, seconds)
  const { drainedAfter } = await site.ask<{ drainedAfter: number }>('drain')
  return { what, perSecond, median, p99, failed, backlog: drainedAfter, seenAfter }
}

async function timeUntilSeen(site: Child, { path, headers, body }: LoadRequest): Promise<number> {
  const start = performance.now()
  await (await fetch(site.url + path, { method: 'POST', redirect: 'manual', headers: headers!, body: body!() })).arrayBuffer()
  await site.ask('drain')
  return performance.now() - start
}

async function readCsrf(site: Child, cookie: string): Promise<string> {
  const html = await (await fetch(`${site.url}/`, { headers: { cookie } })).text()
  const csrf = /name="_csrf" value="([^"]+)"/.exec(html)?.[1]
  if (!csrf) throw new Error('The home page has no form.')
  return csrf
}
