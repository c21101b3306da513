import { Child } from './child.ts'
import { type LoadRequest, load, time } from './load.ts'
import type { BenchOptions } from './options.ts'
import { say } from './report.ts'
import type { Seeded } from './seed.ts'

export interface ReadingResult {
  page: string
  bytes: number
  statements: number
  /** One connection, milliseconds. */
  median: number
  p99: number
  /** 32 connections. */
  perSecond: number
  median32: number
  p9932: number
  bare: number
  /** Of what bare Koa does with the same bytes, median of the rounds. */
  ratio: number
}

/** The pages of the site, each for many viewers or things in turn, so that nothing that keeps a page could answer. */
export function pagesOf({ cookies, handles, entries }: Seeded): Record<string, LoadRequest[]> {
  const asMember = (path: string, index: number): LoadRequest => ({ path, headers: { cookie: cookies[index % cookies.length]! } })
  return {
    'home, signed in': cookies.map((_, index) => asMember('/', index)),
    'profile, visitor': handles.slice(0, 500).map(handle => ({ path: `/${handle}` })),
    'entry page, visitor': entries.map(({ handle, shortId }) => ({ path: `/${handle}/${shortId}` })),
    'entry page, signed in': entries.map(({ handle, shortId }, index) => asMember(`/${handle}/${shortId}`, index)),
    '/v2/feed/home': cookies.map((_, index) => asMember('/v2/feed/home', index)),
  }
}

/** Measures every page beside bare Koa sending the same bytes, in the same run. */
export async function measureReading(site: Child, seeded: Seeded, options: BenchOptions): Promise<ReadingResult[]> {
  const results: ReadingResult[] = []
  for (const [page, requests] of Object.entries(pagesOf(seeded))) {
    const result = await measurePage(site, page, requests, options)
    say(`${page}: ${result.median.toFixed(2)} ms, ${result.perSecond.toFixed(0)}/s, ${result.ratio.toFixed(4)} × bare Koa`)
    results.push(result)
  }
  return results
}

async function measurePage(site: Child, page: string, requests: LoadRequest[], { seconds, rounds }: BenchOptions): Promise<ReadingResult> {
  const { path, headers } = requests[0]!
  const answer = await fetch(site.url + path, { ...(headers && { headers }), redirect: 'manual' })
  const body = Buffer.from(await answer.arrayBuffer())
  if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}.`)
  await time(site.url, requests, 1)
  const statements = await countStatements(site, requests)

  const bare = await Child.start('./bare-process.ts')
  await bare.ask({ type: answer.headers.get('content-type') ?? 'html', body: body.toString('base64') })
  const tries = []
  for (let round = 0; round < rounds; round++) {
    const alone = await time(site.url, requests, seconds)
    const base = await load(bare.url, [{ path: '/' }], 32, seconds)
    const many = await load(site.url, requests, 32, seconds)
    if (many.failed + alone.failed > 0) throw new Error(`${page}: ${many.failed + alone.failed} requests failed.`)
    tries.push({ alone, base, many, ratio: many.perSecond / base.perSecond })
  }
  await bare.stop()
  const { alone, base, many, ratio } = tries.sort((a, b) => a.ratio - b.ratio)[Math.floor(tries.length / 2)]!
  return {
    page,
    bytes: body.length,
    statements,
    median: alone.median,
    p99: alone.p99,
    perSecond: many.perSecond,
    median32: many.median,
    p9932: many.p99,
    bare: base.perSecond,
    ratio,
  }
}

async function countStatements(site: Child, requests: LoadRequest[]): Promise<number> {
  const counted = requests.slice(0, 20)
  await site.ask('statements')
  for (const { path, headers } of counted) await (await fetch(site.url + path, headers ? { headers } : {})).arrayBuffer()
  const { statements } = await site.ask<{ statements: number }>('statements')
  return Math.round((statements / counted.length) * 10) / 10
}
