import { newId } from '../core/db/new-id.ts'
import { Browser } from '../core/testing/browse.ts'
import { makeMember, signInAs } from '../core/testing/make-member.ts'
import { makeServedSite } from '../core/testing/make-site.ts'

/** Measures the moderators' queue with ten thousand open cases: `node bench/moderation-queue.ts`. PostgreSQL with TEST_DATABASE_URL. */
const cases = 10_000
const rounds = 40
const ends: (() => unknown)[] = []
const { site, url } = await makeServedSite({ teardown: end => ends.unshift(end) })
try {
  await site.db.transaction(async trx => {
    for (let start = 0; start < cases; start += 50)
      await trx('moderation_cases').insert(Array.from({ length: 50 }, (_, index) => makeCase(start + index)))
  })
  const browser = new Browser(url)
  await signInAs(site, browser, await makeMember(site, 'mod', { role: 'moderator' }))
  const queue = '/admin/plugin-page?plugin=moderation&page=queue'
  const deep =
    /href="([^"]+after[^"]+)"/
      .exec((await browser.get(queue)).text)?.[1]
      ?.replaceAll('&amp;', '&')
      .replaceAll('&#x3D;', '=') ?? queue
  const pages = { first: queue, 'one kind': `${queue}&kind=held`, 'one member': `${queue}&member=m7`, second: deep }
  for (const [name, path] of Object.entries(pages)) console.log(`${name}: ${await median(browser, path)} ms`)
} finally {
  for (const end of ends) await end()
}

async function median(browser: Browser, path: string): Promise<string> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    const { status } = await browser.get(path)
    if (status !== 200) throw new Error(`${path} answers ${status}.`)
    times.push(performance.now() - from)
  }
  return times.sort((a, b) => a - b)[rounds / 2]!.toFixed(1)
}

function makeCase(index: number): object {
  const subjectId = newId()
  const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString()
  return {
    id: newId(),
    kind: index % 10 === 0 ? 'held' : 'report',
    subjectKind: 'entry',
    subjectId,
    subjectHash: 'x',
    memberId: newId(),
    memberHandle: `m${index % 500}`,
    summary: `Entry no. ${index}, which somebody thinks breaks a rule`,
    evidence: JSON.stringify({ text: 'words '.repeat(200) }),
    state: 'open',
    score: index % 25,
    priority: index % 3,
    signals: 1,
    openKey: `entry:${subjectId}`,
    createdAt: at,
    changedAt: at,
  }
}
