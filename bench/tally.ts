import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../core/config/load-config.ts'
import { newId } from '../core/db/new-id.ts'
import { presets } from '../core/lock/charter.ts'
import { countBallots } from '../core/lock/tally.ts'
import { openSite } from '../core/open-site.ts'
import { advanceProposals } from '../core/proposals/advance-proposals.ts'
import { findVote } from '../core/proposals/published-vote.ts'
import { recountVote } from '../core/proposals/recount.ts'
import { root } from '../core/testing/make-site.ts'
import { table } from './report.ts'
import { bulk } from './seed.ts'

/** Measures closing a vote with many ballots, counting included, and counting it anew: `node bench/tally.ts 100000`. Goal: 2 s for 100,000. */
const count = Number(process.argv[2] ?? 100_000)
const dataDir = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
const rules = presets.community.rules.locked
try {
  const env = { DATA_DIR: dataDir, DATABASE_URL: process.env.DATABASE_URL ?? '', PORT: '0', LOG_LEVEL: 'error' }
  const opened = await openSite(loadConfig(root, env), { safe: true })
  const { site } = opened
  const id = newId()
  const [past, due] = [new Date(Date.now() - 30 * 86_400_000).toISOString(), new Date(Date.now() - 1000).toISOString()]
  const proposal = { id, title: 'Measured', action: 'policies.publish', input: '{}', payloadHash: '0'.repeat(64), changes: '[]' }
  const voting = {
    rulesClass: 'locked',
    decides: 'locked',
    state: 'voting',
    electors: count,
    publishedAt: past,
    noticedAt: past,
    dueAt: due,
  }
  await site.db.transaction(trx => trx('proposals').insert({ ...proposal, ...voting, rules: JSON.stringify(rules) }))
  const choices = ['yes', 'yes', 'no', 'abstain'] as const
  const ballots = Array.from({ length: count }, (_, index) => ({ tag: randomBytes(16).toString('hex'), choice: choices[index % 4]! }))
  await bulk(site.db, 'ballots', count, index => ({ ...ballots[index], proposalId: id, memberId: newId() }))
  const timed = async (work: () => unknown): Promise<number> => {
    const start = performance.now()
    await work()
    return performance.now() - start
  }
  const counted = await timed(() => countBallots(ballots, count, rules))
  const closed = await timed(() => advanceProposals(site))
  const recounted = await timed(async () => recountVote(await findVote(site.db, id)))
  console.log(table([{ ballots: count, 'counting ms': counted, 'closing the vote ms': closed, 'reading and counting anew ms': recounted }]))
  await opened.close()
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
