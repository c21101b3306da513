import type { Knex } from 'knex'
import { cleanLine, webAddress } from '../entries/import-draft.ts'
import { type Imported, importEntries } from '../entries/import-entry.ts'
import { originOfSource } from '../entries/import-origin.ts'
import type { Site } from '../site.ts'
import { askSource, type SourceAnswer } from './ask-source.ts'
import { hostOf } from './host-of.ts'
import { firstInterval, nextFetchAt, nextInterval, retryAt } from './next-fetch.ts'
import { Source } from './source.ts'
import { isClaimed } from './source-claim.ts'
import type { FetchedFeed } from './source-type.ts'

/** What became of one fetch, as it stands on the source's row. */
export interface FetchReport extends Imported {
  /** How it ended: `ok`, `unchanged`, `gone`, `moved-away` or the name of a failure. */
  outcome: string
  problem?: string
}

type Good = Extract<SourceAnswer, { outcome: 'ok' | 'unchanged' }>
type Change = Partial<Source>
const nothing: Imported = { imported: 0, updated: 0 }

/** Fetches a source once, brings in what is new and writes on its row how that went and when it is asked again. */
export async function fetchSource(site: Site, source: Source): Promise<FetchReport> {
  const report = await fetchAndKeep(site, source)
  site.counts.add(report.outcome === 'ok' || report.outcome === 'unchanged' ? 'fetches' : 'failed fetches')
  return report
}

async function fetchAndKeep(site: Site, source: Source): Promise<FetchReport> {
  try {
    const answer = await askSource(site, source)
    if (answer.outcome === 'ok') return await takeIn(site, source, answer)
    if (answer.outcome === 'unchanged') return await noteUnchanged(site, source, answer)
    return await noteProblem(site, source, answer)
  } catch (error) {
    site.log.error({ error, source: source.id }, 'a source could not be imported')
    return noteProblem(site, source, { outcome: 'failed', problem: 'What came could not be stored. It is in the log of the site.' })
  }
}

async function takeIn(site: Site, source: Source, answer: Extract<SourceAnswer, { outcome: 'ok' }>): Promise<FetchReport> {
  const { feed } = answer
  const first = source.changedAt === null
  let report: FetchReport = { outcome: 'ok', ...nothing }
  // The name of a source that was just connected may be a guess; its entries carry the true one.
  source.$set(describeFeed(feed))
  await importEntries(site, originOfSource(source), feed, {
    first,
    async together(trx, imported) {
      const now = site.now()
      const changed = imported.imported + imported.updated > 0
      const minutes = first ? firstInterval(datesOf(feed, now)) : nextInterval(source.intervalMinutes, changed)
      report = await settle(trx, source, answer, {
        ...imported,
        outcome: 'ok',
        etag: validator(answer.etag),
        lastModified: validator(answer.lastModified),
        importedInAll: source.importedInAll + imported.imported,
        ...describeFeed(feed),
        ...(changed || first ? { changedAt: now.toISOString() } : {}),
        ...goodEnd(now, minutes, answer.freshFor),
      })
    },
  })
  return report
}

async function noteUnchanged(site: Site, source: Source, answer: Extract<SourceAnswer, { outcome: 'unchanged' }>): Promise<FetchReport> {
  const minutes = nextInterval(source.intervalMinutes, false)
  const change = { ...nothing, outcome: 'unchanged', ...goodEnd(site.now(), minutes, answer.freshFor) }
  return site.db.transaction(trx => settle(trx, source, answer, change))
}

async function noteProblem(site: Site, source: Source, answer: Exclude<SourceAnswer, Good>): Promise<FetchReport> {
  const now = site.now()
  const failures = source.failures + 1
  // Gone for good is not asked for again; everything else is, less and less often.
  const next = answer.outcome === 'gone' ? null : retryAt(now, failures, 'retryAfter' in answer ? answer.retryAfter : 0).toISOString()
  const problem = cleanLine(answer.problem).slice(0, 500)
  const change = {
    ...nothing,
    outcome: answer.outcome,
    problem,
    failures,
    failingSince: source.failingSince ?? now.toISOString(),
    fetchedAt: now.toISOString(),
    nextFetchAt: next,
    leasedUntil: null,
  }
  await site.db.transaction(trx => write(trx, source, change))
  return { ...nothing, outcome: answer.outcome, problem }
}

/** Writes a good end on the row and follows a move, unless the member has a source at the new address already. */
async function settle(trx: Knex.Transaction, source: Source, answer: Good, change: Change): Promise<FetchReport> {
  const movedTo = webAddress(answer.movedTo)
  const counts = { imported: change.imported ?? 0, updated: change.updated ?? 0 }
  if (!movedTo || movedTo === source.url) {
    await write(trx, source, change)
    return { outcome: change.outcome!, ...counts }
  }
  const problem = await whyNotThere(trx, source, movedTo)
  if (!problem) {
    await write(trx, source, { ...change, url: movedTo, host: hostOf(movedTo) })
    return { outcome: change.outcome!, ...counts }
  }
  await write(trx, source, { ...change, outcome: 'moved-away', problem, nextFetchAt: null })
  return { outcome: 'moved-away', problem, ...counts }
}

async function whyNotThere(trx: Knex.Transaction, { memberId }: Source, url: string): Promise<string | undefined> {
  if (await trx('sources').where({ memberId, url }).first('id')) return 'It has moved to an address that you have connected as well.'
  if (await isClaimed(trx, memberId, [url])) return 'It has moved to an address whose owner does not want it brought in by others.'
  return undefined
}

function goodEnd(now: Date, minutes: number, freshFor: number | undefined): Change {
  return {
    problem: null,
    failures: 0,
    failingSince: null,
    fetchedAt: now.toISOString(),
    intervalMinutes: minutes,
    nextFetchAt: nextFetchAt(now, minutes, freshFor).toISOString(),
    leasedUntil: null,
  }
}

/** A source that was paused while it was fetched stays paused. */
async function write(trx: Knex.Transaction, source: Source, change: Change): Promise<void> {
  await Source.query(trx)
    .where({ id: source.id })
    .patch({
      ...change,
      nextFetchAt: trx.raw('case when paused_at is null then cast(? as varchar(30)) end', [change.nextFetchAt ?? null]) as never,
    })
}

/** What is sent back as it came; nothing honest is longer. */
function validator(value: string | undefined): string | null {
  return value && value.length <= 500 ? value : null
}

function describeFeed(feed: FetchedFeed): Change {
  const title = cleanLine(feed.title ?? '').slice(0, 300)
  const siteUrl = webAddress(feed.siteUrl)
  const picture = webAddress(feed.picture)
  return { ...(title && { title }), ...(siteUrl && { siteUrl }), ...(picture && { picture }) }
}

function datesOf(feed: FetchedFeed, now: Date): string[] {
  return feed.entries.flatMap(({ publishedAt }) => (publishedAt && publishedAt <= now.toISOString() ? [publishedAt] : []))
}
