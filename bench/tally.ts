import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VotingMethod } from '../core/ballots/ballot.ts'
import { type Countable, countVote } from '../core/ballots/count-vote.ts'
import { loadConfig } from '../core/config/load-config.ts'
import { newId } from '../core/db/new-id.ts'
import { presets } from '../core/lock/charter.ts'
import { openSite } from '../core/open-site.ts'
import { advanceProposals } from '../core/proposals/advance-proposals.ts'
import { findVote } from '../core/proposals/published-vote.ts'
import { recountVote } from '../core/proposals/recount.ts'
import type { Site } from '../core/site.ts'
import { root } from '../core/testing/make-site.ts'
import { Random } from './random.ts'
import { table } from './report.ts'
import { bulk } from './seed.ts'

/**
 * Measures closing a vote with many ballots, counting included, and counting it anew, for each method: `node bench/tally.ts 100000`.
 * Goal: 2 s for 100,000.
 */
const count = Number(process.argv[2] ?? 100_000)
const dataDir = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
const rules = presets.community.rules.locked
const chance = new Random(7)
const random = (): number => chance.next()

/** Eight ways and keeping things as they are, in any order; of twenty candidates some. */
const methods: Record<VotingMethod, { options: number; seats: number; choice(): string }> = {
  'yes-no': { options: 0, seats: 0, choice: () => (['yes', 'yes', 'no', 'abstain'] as const)[Math.floor(random() * 4)]! },
  ranked: { options: 8, seats: 0, choice: () => shuffled([...'12345678'].concat('keep')).join('>') },
  approval: {
    options: 20,
    seats: 5,
    choice: () =>
      idsUpTo(20)
        .filter(() => random() < 0.3)
        .join(',') || 'none',
  },
}

try {
  const env = { DATA_DIR: dataDir, DATABASE_URL: process.env.DATABASE_URL ?? '', PORT: '0', LOG_LEVEL: 'error' }
  const opened = await openSite(loadConfig(root, env), { safe: true })
  const rows: object[] = []
  for (const method of ['yes-no', 'ranked', 'approval'] as const) rows.push(await measure(opened.site, method))
  console.log(table(rows as never))
  await opened.close()
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}

async function measure(site: Site, method: VotingMethod): Promise<object> {
  const { options, seats, choice } = methods[method]
  const countable = { method, options: idsUpTo(options).map(id => ({ id, title: id })), seats, electors: count, rules }
  const id = await openVote(site, countable)
  const ballots = Array.from({ length: count }, () => ({ tag: randomBytes(16).toString('hex'), choice: choice() }))
  await bulk(site.db, 'ballots', count, index => ({ ...ballots[index], proposalId: id, memberId: newId() }))
  const counted = await timed(() => countVote(ballots, countable))
  const closed = await timed(() => advanceProposals(site))
  const recounted = await timed(async () => recountVote(await findVote(site.db, id)))
  const different = new Set(ballots.map(ballot => ballot.choice)).size
  return {
    method,
    ballots: count,
    different,
    'counting ms': counted,
    'closing the vote ms': closed,
    'reading and counting anew ms': recounted,
  }
}

/** A vote that is due to be closed. */
async function openVote(site: Site, { method, options, seats, electors }: Countable): Promise<string> {
  const id = newId()
  const [past, due] = [new Date(Date.now() - 30 * 86_400_000).toISOString(), new Date(Date.now() - 1000).toISOString()]
  const proposal = { id, title: 'Measured', action: 'policies.publish', input: '{}', payloadHash: '0'.repeat(64), changes: '[]' }
  const times = { publishedAt: past, noticedAt: past, dueAt: due }
  const how = {
    method,
    options: JSON.stringify(options),
    seats,
    electors,
    rulesClass: 'locked',
    decides: 'locked',
    rules: JSON.stringify(rules),
  }
  await site.db.transaction(trx => trx('proposals').insert({ ...proposal, ...times, ...how, state: 'voting' }))
  return id
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function idsUpTo(most: number): string[] {
  return Array.from({ length: most }, (_, index) => `${index + 1}`)
}

function shuffled(ids: readonly string[]): string[] {
  return ids
    .map(id => [random(), id] as const)
    .sort(([a], [b]) => a - b)
    .map(([, id]) => id)
}
