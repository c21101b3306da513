import t from 'tap'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'
import { buildTimeline } from '../../../core/timelines/build-timeline.ts'

const script = { 'hx-request': 'true' }

async function setUp(t: Teardown) {
  const { now, tick } = makeClock()
  const { site, url, outbox } = await makeServedSite(t, { now })
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  await subscribe(site, ann, { handle: 'bob' })
  const anns = new Browser(url)
  await signInAs(site, anns, ann)
  const write = async (count: number, from = 1) => {
    for (let n = from; n < from + count; n++) {
      tick()
      await makeEntry(site, bob, `Number ${n}.`)
    }
    await outbox.drained()
  }
  return { site, outbox, tick, ann, bob, anns, visitors: new Browser(url), write }
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(/Number (\d+)\./g)].map(match => Number(match[1]))
}

/** The value of an attribute of the page, as a browser reads it. */
function attribute(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text)?.[1]?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')
}

const next = /href="([^"]+)" rel="next"/
const newer = /data-newer-url="([^"]+)"/

t.test('a feed is turned over page by page; what is spoken about meanwhile is not repeated', async t => {
  const { site, tick, bob, anns, visitors, write } = await setUp(t)
  await write(70)
  for (const [path, browser] of [
    ['/', anns],
    ['/bob', visitors],
    ['/public', visitors],
  ] as const) {
    const seen: number[] = []
    let url: string | undefined = path
    for (let pages = 0; url && pages < 5; pages++) {
      const page = await browser.get(url)
      seen.push(...numbersIn(page.text))
      url = attribute(page.text, next)
      tick()
      const entry = await site
        .db('entries')
        .where({ body: `Number ${pages === 0 ? 70 : 60}.` })
        .first()
      if (path === '/public') await publishComment(site, bob, { entry: entry.id, body: 'Up' })
    }
    t.same(
      seen,
      Array.from({ length: 70 }, (_, index) => 70 - index),
      path,
    )
  }
})

t.test('a page knows where to ask for what is new, and gets that alone', async t => {
  const { anns, visitors, write } = await setUp(t)
  for (const [path, browser] of [
    ['/', anns],
    ['/public', visitors],
  ] as const) {
    const before = numbersIn((await browser.get(path)).text).length
    const first = await browser.get(path)
    const ask = attribute(first.text, newer)!
    const nothing = await browser.get(ask, script)
    t.same(numbersIn(nothing.text), [])
    t.equal(attribute(nothing.text, newer), ask, 'and asks the same again')
    await write(2, before + 1)
    const news = await browser.get(ask, script)
    t.same(numbersIn(news.text), [before + 2, before + 1])
    t.notMatch(news.text, '<html')
    t.same(numbersIn((await browser.get(attribute(news.text, newer)!, script)).text), [])
  }
})

t.test('when more came in than fits above the page, the page is to be loaded anew', async t => {
  const { anns, write } = await setUp(t)
  const ask = attribute((await anns.get('/')).text, newer)!
  await write(31)
  const news = await anns.get(ask, script)
  t.equal(numbersIn(news.text).length, 30)
  t.match(news.text, 'data-reload')
})

t.test('the tabs of a profile say what a member did, by when they did it', async t => {
  const { site, tick, ann, bob, visitors, write } = await setUp(t)
  await write(4)
  const ids = (await site.db('entries').orderBy('publishedAt')).map(row => row.id)
  const [one, two, three] = ids as [string, string, string]
  for (const act of [
    () => likeEntry(site, ann, { entry: two }),
    () => publishComment(site, ann, { entry: one, body: 'First' }),
    () => likeEntry(site, ann, { entry: three }),
    () => publishComment(site, ann, { entry: two, body: 'Second' }),
    () => publishComment(site, bob, { entry: three, body: 'Third' }),
  ]) {
    tick()
    await act()
  }
  const tab = async (path: string) => numbersIn((await visitors.get(path)).text)
  t.same(await tab('/ann/comments'), [2, 1])
  t.same(await tab('/ann/likes'), [3, 2])
  t.same(await tab('/ann/discussion'), [2, 3, 1])
  t.same(await tab('/bob'), [3, 2, 1, 4], 'last spoken about first')
  t.same(await tab('/ann'), [])
})

t.test('pages that are not there, and cursors nobody gave out', async t => {
  const { site, ann, anns, visitors } = await setUp(t)
  await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'public' })
  for (const path of ['/nosuch', '/nosuch/comments', '/cooks/comments', '/cooks/likes', '/bob/nosuch'])
    t.equal((await visitors.get(path)).status, 404, path)
  for (const cursor of [
    'x',
    '2026-01-01',
    '2026-99-01T00:00:00.000Z_00000000-0000-0000-0000-000000000000',
    "2026-11-01T12:00:00.000Z_' or 1=1",
    '%F0%9F',
  ])
    for (const path of ['/', '/public', '/bob']) t.match((await anns.get(`${path}?before=${cursor}`)).status, 422, `${path} ${cursor}`)
  t.equal((await anns.get('/?before=2026-01-01T00:00:00.000Z_00000000-0000-0000-0000-000000000000')).status, 200)
})

t.test('home takes the same number of statements whatever its length', async t => {
  const counted: string[] = []
  const { site, url, outbox } = await makeServedSite(t, { onQuery: sql => counted.push(sql) })
  const ann = await makeMember(site, 'ann')
  const people = await Promise.all(['bob', 'cem', 'dee'].map(handle => makeMember(site, handle)))
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  const statements = async () => {
    counted.length = 0
    t.equal((await browser.get('/')).status, 200)
    return counted.filter(sql => /^\s*(select|with)/i.test(sql) && !/outbox|jobs|versions/.test(sql)).length
  }
  await subscribe(site, ann, { handle: 'bob' })
  await buildTimeline(site, ann.id)
  for (let n = 0; n < 12; n++) await makeEntry(site, people[0]!, { comment: 'Yes' })
  await outbox.drained()
  const few = await statements()
  for (const handle of ['cem', 'dee']) await subscribe(site, ann, { handle })
  for (let n = 0; n < 30; n++) {
    const { id } = await makeEntry(site, people[n % 3]!, { comment: 'Yes' })
    await likeEntry(site, ann, { entry: id })
  }
  await outbox.drained()
  t.ok((await statements()) <= few + 1, 'likes are one more')
})
