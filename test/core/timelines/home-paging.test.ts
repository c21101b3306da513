import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { type MemberActor, memberActor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { removeEntry } from '../../../core/entries/remove-entry.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { hideEntry } from '../../../core/likes/mark-entry.ts'
import { findMemberById } from '../../../core/members/member.ts'
import type { OpenSite } from '../../../core/open-site.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, type Teardown } from '../../../core/testing/make-site.ts'
import { buildTimeline } from '../../../core/timelines/build-timeline.ts'
import { readHome } from '../../../core/timelines/read-home.ts'
import { trimTimelines } from '../../../core/timelines/trim-timeline.ts'

/** Rows that the timelines of these tests keep, and entries on a page. */
const kept = 10
const perPage = 4

type Clock = ReturnType<typeof makeClock>

async function setUp(t: Teardown) {
  const clock = makeClock()
  return { ...clock, opened: await makeOpenSite(t, { now: clock.now }) }
}

/** Ann follows Bob and Cem and a group; Dee is a stranger to her. */
async function makePeople({ site }: OpenSite, run = 0) {
  const names = ['ann', 'bob', 'cem', 'dee'].map(name => `${name}${run}`)
  const [ann, bob, cem, dee] = (await Promise.all(names.map(name => makeMember(site, name)))) as [
    MemberActor,
    MemberActor,
    MemberActor,
    MemberActor,
  ]
  const group = await createGroup(site, dee, { name: 'Cooks', handle: `cooks${run}`, description: '', access: 'public' })
  for (const member of [ann, bob]) await joinGroup(site, member, { handle: `cooks${run}` })
  for (const name of names.slice(1, 3)) await subscribe(site, ann, { handle: name })
  return { ann, bob, cem, dee, group: group.id }
}

async function readPage({ site, outbox }: OpenSite, readerId: string, options: { before?: string; after?: string } = {}) {
  await outbox.drained()
  const actor = memberActor(await findMemberById(site.db, readerId))
  const { rows, next, newest } = await readHome(site, actor, { ...options, limit: perPage })
  return { ids: rows.map(row => row.id), next, newest }
}

/** All entries, page by page. `between` happens after each page. */
async function readAll(opened: OpenSite, readerId: string, between: (page: number) => Promise<unknown> = async () => {}) {
  const ids: string[] = []
  let before: string | undefined
  for (let page = 1; page < 60; page++) {
    const read = await readPage(opened, readerId, before ? { before } : {})
    ids.push(...read.ids)
    if (!read.next) return ids
    before = read.next
    await between(page)
  }
  throw new Error('paging does not come to an end')
}

interface Made {
  author: number
  place: number
  likes: number[]
  comments: number[]
  hidden: boolean
  removed: boolean
}

const made: fc.Arbitrary<Made> = fc.record({
  author: fc.nat(3),
  place: fc.nat(3),
  likes: fc.array(fc.nat(2), { maxLength: 2 }),
  comments: fc.array(fc.nat(3), { maxLength: 2 }),
  hidden: fc.boolean(),
  removed: fc.boolean(),
})

async function writeHistory({ site }: OpenSite, { tick }: Clock, people: Awaited<ReturnType<typeof makePeople>>, history: Made[]) {
  const { ann, bob, cem, dee, group } = people
  const actors = [bob, cem, dee, ann] as const
  const entries: { id: string; reader: boolean }[] = []
  for (const { author, place } of history) {
    tick()
    const inGroup = place === 0 && author !== 1
    const { id } = await makeEntry(site, actors[author]!, { to: [inGroup ? group : 'me'] })
    entries.push({ id, reader: author !== 2 || inGroup })
  }
  for (const [index, { author, place, likes, comments, hidden, removed }] of history.entries()) {
    const { id } = entries[index]!
    const spreads = place !== 0 || author === 1
    for (const who of likes) {
      tick()
      if (who === author) continue
      await likeEntry(site, actors[who]!, { entry: id })
      if (who < 2 && spreads) entries[index]!.reader = true
    }
    for (const who of comments) {
      tick()
      await publishComment(site, actors[who]!, { entry: id, body: 'Yes' })
      if (who === 3 || (who < 2 && spreads)) entries[index]!.reader = true
    }
    if (hidden && index % 3 === 0) await hideEntry(site, ann, { entry: id })
    if (removed && index % 4 === 0) await removeEntry(site, actors[author]!, { id })
    if ((hidden && index % 3 === 0) || (removed && index % 4 === 0)) entries[index]!.reader = false
  }
  return entries.filter(entry => entry.reader).map(entry => entry.id)
}

t.test('paging goes through everything once, far beyond what the timeline keeps', async t => {
  const { opened, ...clock } = await setUp(t)
  let run = 0
  const histories = fc.array(made, { minLength: 30, maxLength: 60, size: 'max' })
  const check = async (history: Made[], trimmed: boolean) => {
    const people = await makePeople(opened, run++)
    if (trimmed) await buildTimeline(opened.site, people.ann.id, kept)
    const expected = await writeHistory(opened, clock, people, history)
    if (trimmed) {
      await opened.outbox.drained()
      await trimTimelines(opened.site, undefined, kept)
    } else {
      await buildTimeline(opened.site, people.ann.id, kept)
    }
    const rows = await opened.site.db('timeline').where({ readerId: people.ann.id })
    assert.ok(rows.length <= kept)
    const read = await readAll(opened, people.ann.id)
    assert.equal(new Set(read).size, read.length, 'nothing twice')
    assert.deepEqual(read.toSorted(), expected.toSorted(), 'nothing left out')
  }
  const runs = Number(process.env.PROPERTY_RUNS ?? 3)
  await fc.assert(fc.asyncProperty(histories, fc.boolean(), check), { numRuns: runs, endOnFailure: true })
})

t.test('older pages are in order: where an entry was posted or last spoken about', async t => {
  const { opened, tick } = await setUp(t)
  const { site } = opened
  const { ann, bob, cem } = await makePeople(opened)
  const ids: string[] = []
  for (let n = 0; n < 40; n++) {
    tick()
    ids.push((await makeEntry(site, n % 7 === 0 ? cem : bob, `${n}`)).id)
  }
  await buildTimeline(site, ann.id, kept)
  t.same(await readAll(opened, ann.id), ids.toReversed())
})

t.test('what two things brought at one moment is not lost between two looks', async t => {
  const { opened, tick } = await setUp(t)
  const { site } = opened
  const { ann, bob } = await makePeople(opened)
  const ids: string[] = []
  for (let n = 0; n < 40; n++) {
    tick()
    const { id } = await makeEntry(site, bob, { body: `${n}`, comment: 'And this' })
    ids.push(id)
  }
  await buildTimeline(site, ann.id, kept)
  t.same(await readAll(opened, ann.id), ids.toReversed())
})

t.test('what comes up while one reads is not repeated further down, and stands above', async t => {
  const { opened, tick } = await setUp(t)
  const { site } = opened
  const { ann, bob, dee } = await makePeople(opened)
  const ids: string[] = []
  for (let n = 0; n < 30; n++) {
    tick()
    ids.push((await makeEntry(site, bob, `${n}`)).id)
  }
  await buildTimeline(site, ann.id, kept)
  const { newest } = await readPage(opened, ann.id)
  const bumped = [ids[28]!, ids[15]!, ids[3]!]
  const read = await readAll(opened, ann.id, async page => {
    tick()
    if (page === 1) for (const id of bumped) await publishComment(site, dee, { entry: id, body: 'Up' })
    if (page === 2) await makeEntry(site, bob, 'new')
    if (page === 3) await trimTimelines(site, undefined, kept)
  })
  t.equal(new Set(read).size, read.length)
  const below = ids.toReversed().filter(id => !bumped.includes(id) || id === ids[28])
  t.same(read, below, 'those that were read and those that did not move')
  const news = await readPage(opened, ann.id, { after: newest! })
  t.equal(news.ids.length, 4)
  t.same(news.ids.slice(1).toSorted(), bumped.toSorted())
  t.same((await readPage(opened, ann.id, { after: news.newest! })).ids, [])
})

t.test('a timeline keeps its newest rows, also when many have one time', async t => {
  const { opened } = await setUp(t)
  const { site } = opened
  const { ann, bob } = await makePeople(opened)
  for (let n = 0; n < 25; n++) await makeEntry(site, bob, `${n}`)
  await buildTimeline(site, ann.id)
  await trimTimelines(site, undefined, kept)
  t.equal((await site.db('timeline').where({ readerId: ann.id })).length, kept)
  t.equal(new Set(await readAll(opened, ann.id)).size, 25)
})

t.test('who was away for a month finds their home made anew', async t => {
  const { opened, tick } = await setUp(t)
  const { site, outbox } = opened
  const { ann, bob } = await makePeople(opened)
  await makeEntry(site, bob, 'before')
  await buildTimeline(site, ann.id)
  tick(31 * 86_400_000)
  await site.db.transaction(trx => trx('members').where({ id: bob.id }).update({ seenAt: site.now().toISOString() }))
  await trimTimelines(site)
  t.same(await site.db('timeline').where({ readerId: ann.id }), [])
  const { id } = await makeEntry(site, bob, 'while she was away')
  await outbox.drained()
  t.same(await site.db('timeline').where({ readerId: ann.id }), [], 'nothing is kept for who is not there')
  t.equal((await readPage(opened, ann.id)).ids[0], id)
  t.equal((await readPage(opened, ann.id)).ids.length, 2)
})

t.test('old things that come in below the end of a timeline do not tear a hole into it', async t => {
  const { opened, tick } = await setUp(t)
  const { site, outbox } = opened
  const { ann, bob, cem } = await makePeople(opened)
  const ids: string[] = []
  for (let n = 0; n < 20; n++) {
    tick()
    ids.push((await makeEntry(site, bob, `${n}`)).id)
  }
  await buildTimeline(site, ann.id, kept)
  const at = '2026-01-01T00:00:00.000Z'
  const old = await site.db.transaction(async trx => {
    const { id } = await makeEntry(site.within(trx), cem, 'from long ago')
    await trx('entries').where({ id }).update({ bumpedAt: at, publishedAt: at })
    await trx('entryFeeds').where({ entryId: id }).update({ bumpedAt: at })
    return { id }
  })
  await outbox.drained()
  t.same(await readAll(opened, ann.id), [...ids.toReversed(), old.id])
})
