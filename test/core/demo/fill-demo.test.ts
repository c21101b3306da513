import t from 'tap'
import { memberActor } from '../../../core/actor.ts'
import { DemoClock } from '../../../core/demo/demo-clock.ts'
import { type DemoContent, readDemoContent } from '../../../core/demo/demo-content.ts'
import { fillDemo } from '../../../core/demo/fill-demo.ts'
import { findMember } from '../../../core/members/member.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeServedSite } from '../../../core/testing/make-site.ts'
import { readHome } from '../../../core/timelines/read-home.ts'

const now = new Date('2026-11-20T18:30:00.000Z')
const password = 'heron spoon timetable'

/** The last hours of the story, in which nobody but Ann follows anybody: the whole of it takes half a minute. */
function lastHours(): DemoContent {
  const content = readDemoContent()
  const threads = content.threads.filter(({ age, author }) => age < 4 * 60 || (author === 'nia' && age < 2 * 1440))
  const shown = new Set(threads.flatMap(({ photos, video }) => [...photos, video?.still]))
  const nobody = Object.fromEntries(content.members.map(({ handle }) => [handle, []]))
  return {
    ...content,
    threads,
    pictures: Object.fromEntries(Object.entries(content.pictures).filter(([name]) => shown.has(name))),
    ties: { ...content.ties, follows: { ...nobody, ...content.ties.follows } },
  }
}

t.test('an empty site becomes a community', async t => {
  const clock = new DemoClock(now)
  const running = await makeServedSite(t, { now: clock.now, isNew: true })
  const { site, url } = running
  const content = lastHours()
  const steps = new Set<string>()
  const report = await fillDemo(running, clock, { content, password, pictureSide: 48, tell: step => steps.add(step) })

  t.same(clock.now(), now, 'the clock is back')
  t.match(report, {
    handle: 'ann',
    email: 'ann@example.org',
    password,
    members: 30,
    groups: 7,
    entries: content.threads.length + content.community.incidents.length,
  })
  t.equal(report.sources, content.sources.length)
  t.equal(report.comments, content.threads.flatMap(({ comments }) => comments).length)
  t.ok(report.likes > 50)
  t.ok(steps.size >= 3, 'it says what it does')

  const ann = memberActor(await findMember(site.db, 'ann'))
  t.equal(ann.member.role, 'admin')
  const { rows } = await readHome(site, ann, { limit: 30 })
  t.ok(rows.length >= 12, `${rows.length} entries on the home page`)
  t.ok(
    rows.some(({ reason }) => reason === 'comment' || reason === 'like'),
    'also what friends brought',
  )
  t.same(await site.db('sources').whereNotNull('nextFetchAt'), [], 'nothing will be fetched')
  t.same(await site.db('notifications').whereNotNull('mailAt'), [], 'nothing will be mailed')
  t.ok((await site.db('notifications').where({ memberId: ann.id }).whereNull('readAt')).length > 0)
  const future = await site.db('entries').where('bumpedAt', '>', now.toISOString())
  t.same(future, [], 'nothing is from the future')

  const states: { title: string; state: string }[] = await site.db('proposals').orderBy('publishedAt').select('title', 'state')
  t.same(
    states.map(({ state }) => state),
    ['executed', 'failed', 'answered', 'executed', 'executed', 'voting', 'published', 'published'],
    'voted about, by silence, open',
  )
  t.match(site.lock.valueAt('policies.rules', now), { version: 2 })
  t.equal(site.lock.founding.open, false)
  t.same(await site.lock.check(), undefined)
  t.same(site.lock.breach, [], 'what was decided is what is there')
  const open = await site.db('moderation_cases').where({ state: 'open' }).orderBy('createdAt').select('kind')
  t.match(open, [{ kind: 'report' }, { kind: 'appeal' }, { kind: 'report' }, { kind: 'report' }])
  t.same(await site.jobs.waiting(), { waiting: 0, failed: 0 })

  const browser = new Browser(url)
  for (const [path, text] of [
    ['/governance', 'Twice the room for pictures'],
    ['/moderation/log', 'out of proportion'],
    ['/wishes', 'Counting together'],
  ] as const)
    t.match((await browser.get(path)).text, new RegExp(text), path)
  await browser.get('/sign-in')
  t.equal((await browser.post('/sign-in', { login: 'cem', password })).status, 303, 'the others can sign in too')
  const page = await browser.get('/')
  t.match(page.text, 'Five evenings at the same railing')
  const picture = /src="(\/media\/outside\/[^"]+)"/.exec((await browser.get('/nia')).text)?.[1] ?? ''
  t.equal((await browser.get(picture)).status, 200, 'pictures from outside are in the cache already')
})

t.test('a site with members is left alone', async t => {
  const clock = new DemoClock(now)
  const opened = await makeOpenSite(t, { now: clock.now, isNew: true })
  await makeMember(opened.site, 'dov')
  await t.rejects(fillDemo(opened, clock), { code: 'conflict', message: /not empty: members and groups in it: 1/ })
  t.equal((await opened.site.db('feeds')).length, 1)
})

t.test('a site that is set up is left alone', async t => {
  const clock = new DemoClock(now)
  const opened = await makeOpenSite(t, { now: clock.now })
  await t.rejects(fillDemo(opened, clock), { code: 'conflict', message: /set up already/ })
})

t.test('a password that is easy to guess is refused before anything is done', async t => {
  const clock = new DemoClock(now)
  const opened = await makeOpenSite(t, { now: clock.now, isNew: true })
  await t.rejects(fillDemo(opened, clock, { password: 'lowbridge' }), { code: 'invalid' })
  t.same(await opened.site.db('feeds'), [])
})
