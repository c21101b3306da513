import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memberActor } from '../core/actor.ts'
import { loadConfig } from '../core/config/load-config.ts'
import { homeOf } from '../core/feeds/feed-queries.ts'
import { readSlice } from '../core/feeds/read-feed.ts'
import { findMemberById } from '../core/members/member.ts'
import { openSite } from '../core/open-site.ts'
import type { Site } from '../core/site.ts'
import { root } from '../core/testing/make-site.ts'
import { buildTimeline } from '../core/timelines/build-timeline.ts'
import { spreadComments } from '../core/timelines/fan-out.ts'
import { readOlderHome } from '../core/timelines/read-older-home.ts'
import { readOptions } from './options.ts'
import { say, table } from './report.ts'
import { seed } from './seed.ts'

/**
 * What the storage of home feeds was chosen by: rows for every reader, read as a range, against nothing stored and everything merged
 * at read time, for readers who follow few and many; and what the rows cost when somebody comments. `node bench/timeline-storage.ts`
 */
const options = { ...readOptions(process.argv.slice(2)), viewers: 20 }
const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
const { site, close } = await openSite(loadConfig(root, { DATA_DIR: folder, LOG_LEVEL: 'error' }), { safe: true })
try {
  const { entries } = await seed({ site } as Parameters<typeof seed>[0], options)
  say('seeded')
  console.log(table(await measureReading([20, 200, 1000])))
  console.log(table([await measureComments(entries.map(({ id }) => id))]))
} finally {
  await close()
  rmSync(folder, { recursive: true, force: true })
}

async function measureReading(follows: number[]): Promise<object[]> {
  const members: { id: string }[] = await site.db('members').orderBy('id').limit(follows.length).select('id')
  const rows = []
  for (const [index, count] of follows.entries()) {
    const { id } = members[index]!
    await followOnly(site, id, count)
    await buildTimeline(site, id)
    const actor = memberActor(await findMemberById(site.db, id))
    const stored = await median(() => readSlice(site, actor, homeOf(actor)))
    await site.db.transaction(trx => trx('timeline').where({ readerId: id }).delete())
    const merged = await median(() => readOlderHome(site, actor, {}))
    rows.push({ follows: count, 'stored rows, ms': stored, 'merged, ms': merged })
  }
  return rows
}

async function followOnly({ db, now }: Site, memberId: string, count: number): Promise<void> {
  const others: { id: string }[] = await db('members').whereNot({ id: memberId }).orderBy('id', 'desc').limit(count).select('id')
  const createdAt = now().toISOString()
  await db.transaction(async trx => {
    await trx('subscriptions').where({ memberId }).delete()
    for (let start = 0; start < others.length; start += 200) {
      await trx('subscriptions').insert(others.slice(start, start + 200).map(({ id: feedId }) => ({ memberId, feedId, createdAt })))
    }
  })
}

/** With every member a reader who has a timeline: the dearest case. */
async function measureComments(entryIds: string[]): Promise<object> {
  await site.db.transaction(trx => trx('members').update({ timelineBuiltAt: site.now().toISOString() }))
  const [author]: { id: string }[] = await site.db('members').limit(1).select('id')
  const at = site.now().toISOString()
  const times: number[] = []
  for (const entryId of entryIds.slice(0, 200)) {
    await site.db.transaction(async trx => {
      await trx('activities')
        .insert({ memberId: author!.id, kind: 'comment', entryId, at })
        .onConflict(['entry_id', 'member_id', 'kind'])
        .merge()
      const start = performance.now()
      await spreadComments(trx, [{ entryId, memberId: author!.id }])
      times.push(performance.now() - start)
    })
  }
  const [{ n }]: [{ n: number | string }] = (await site.db('timeline').count('* as n')) as [{ n: number | string }]
  return { 'rows for a comment, ms': middle(times), 'rows in all': Number(n) }
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 40; round++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return middle(times)
}

function middle(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}
