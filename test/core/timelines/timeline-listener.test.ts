import t from 'tap'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { removeComment } from '../../../core/comments/remove-comment.ts'
import { likeEntry, unlikeEntry } from '../../../core/likes/like-entry.ts'
import { hideEntry } from '../../../core/likes/mark-entry.ts'
import type { Delivered } from '../../../core/plugin-contract/events.ts'
import type { Site } from '../../../core/site.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { unsubscribe } from '../../../core/subscriptions/unsubscribe.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, type Teardown } from '../../../core/testing/make-site.ts'
import { buildTimeline } from '../../../core/timelines/build-timeline.ts'
import { rebuildTimelines } from '../../../core/timelines/rebuild-timelines.ts'
import { timelineListener } from '../../../core/timelines/timeline-listener.ts'

async function setUp(t: Teardown) {
  const { now, tick } = makeClock()
  const { site, outbox } = await makeOpenSite(t, { now })
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const cem = await makeMember(site, 'cem')
  for (const { id } of [ann, bob, cem]) await buildTimeline(site, id)
  return { site, outbox, tick, ann, bob, cem }
}

function rowsOf(site: Site, readerId: string) {
  return site.db('timeline').where({ readerId }).whereNot({ reason: 'withdrawn' }).orderBy('entryId').select('entryId', 'reason', 'actorId')
}

t.test('events that come late, twice and in another order leave the same timelines', async t => {
  const { site, outbox, tick, ann, bob, cem } = await setUp(t)
  await outbox.close()
  await subscribe(site, ann, { handle: 'bob' })
  const song = await makeEntry(site, cem, 'song')
  const talk = await makeEntry(site, cem, 'talk')
  const his = await makeEntry(site, bob, 'his')
  tick()
  await likeEntry(site, bob, { entry: song.id })
  await unlikeEntry(site, bob, { entry: song.id })
  await likeEntry(site, bob, { entry: talk.id })
  tick()
  const comment = await publishComment(site, bob, { entry: song.id, body: 'Yes' })
  await removeComment(site, bob, { id: comment.id })
  await subscribe(site, cem, { handle: 'bob' })
  await unsubscribe(site, cem, { handle: 'bob' })
  const rows = await site.db('outbox').orderBy('id')
  const events: Delivered[] = rows.map(row => ({ ...row, payload: JSON.parse(row.payload) }))

  const expected = [
    { entryId: talk.id, reason: 'like', actorId: bob.id },
    { entryId: his.id, reason: 'subscription', actorId: null },
  ]
  const { run } = timelineListener(site)
  for (const order of [events, events.toReversed(), events, [...events, ...events]]) {
    await run(order)
    t.strictSame(await rowsOf(site, ann.id), expected)
    t.same(
      (await rowsOf(site, cem.id)).map(row => row.entryId),
      [song.id, talk.id],
    )
  }
  for (const event of events.toReversed()) await run([event])
  t.strictSame(await rowsOf(site, ann.id), expected)
})

t.test('nothing is lost of what happens while a timeline is made', async t => {
  const { site, outbox, tick, ann, bob } = await setUp(t)
  await subscribe(site, ann, { handle: 'bob' })
  await outbox.drained()
  for (let n = 0; n < 8; n++) {
    tick()
    const work = async () => {
      const entry = await makeEntry(site, bob, `${n}`)
      await outbox.drained()
      return entry.id
    }
    const [id] = await Promise.all([work(), buildTimeline(site, ann.id), buildTimeline(site, ann.id)])
    t.ok(await site.db('timeline').where({ readerId: ann.id, entryId: id }).first('reason'), `${n}`)
  }
  t.equal((await rowsOf(site, ann.id)).length, 8)
})

t.test('nor of whom one follows, and no longer follows, in that moment', async t => {
  const { site, outbox, tick, ann, bob, cem } = await setUp(t)
  const [his, hers] = [await makeEntry(site, bob, 'his'), await makeEntry(site, cem, 'hers')]
  await subscribe(site, ann, { handle: 'bob' })
  for (let n = 0; n < 6; n++) {
    tick()
    const [to, from] = n % 2 === 0 ? ['cem', 'bob'] : ['bob', 'cem']
    await site.db.transaction(trx => trx('members').where({ id: ann.id }).update({ timelineBuiltAt: null, timelineFrom: null }))
    const change = async () => {
      await subscribe(site, ann, { handle: to! })
      await unsubscribe(site, ann, { handle: from! })
      await outbox.drained()
    }
    await Promise.all([buildTimeline(site, ann.id), change()])
    t.match(await rowsOf(site, ann.id), [{ entryId: to === 'bob' ? his.id : hers.id }], `${n}`)
    t.equal((await rowsOf(site, ann.id)).length, 1)
  }
})

t.test('rebuilding makes the timelines of present readers anew and drops those of others', async t => {
  const { site, outbox, tick, ann, bob, cem } = await setUp(t)
  await subscribe(site, ann, { handle: 'bob' })
  const { id } = await makeEntry(site, bob)
  await outbox.drained()
  await site.db.transaction(async trx => {
    await trx('timeline').where({ readerId: ann.id }).delete()
    await trx('members').where({ id: cem.id }).update({ seenAt: '2026-01-01T00:00:00.000Z' })
    await trx('timeline').insert({ readerId: cem.id, entryId: id, bumpedAt: site.now().toISOString(), reason: 'subscription' })
  })
  tick()
  const seen: string[] = []
  t.equal(await rebuildTimelines(site, { progress: (done, all) => seen.push(`${done} of ${all}`) }), 2)
  t.same(seen, ['1 of 2', '2 of 2'])
  t.match(await rowsOf(site, ann.id), [{ entryId: id }])
  t.match(await rowsOf(site, bob.id), [{ entryId: id }])
  t.same(await rowsOf(site, cem.id), [])
  t.match(await site.db('members').where({ id: cem.id }).first(), { timelineBuiltAt: null })
})

t.test('open pages hear of what came up in their home, and of nothing else', async t => {
  const { site, outbox, tick, ann, bob, cem } = await setUp(t)
  const dee = await makeMember(site, 'dee', { access: 'private' })
  await subscribe(site, ann, { handle: 'bob' })
  const open = (channel: string) => {
    const stream = site.live.open({ channels: [channel], address: '127.0.0.1' })
    return () => (stream.read()?.toString() ?? '').includes('event: news')
  }
  const [anns, cems, everyone] = [open(ann.id), open(cem.id), open('public')] as const
  const heard = async (work: () => Promise<unknown>) => {
    tick()
    await work()
    await outbox.drained()
    return { ann: anns(), cem: cems(), everyone: everyone() }
  }
  const nobody = { ann: false, cem: false, everyone: false }
  t.same(await heard(async () => {}), nobody)
  const entry = await makeEntry(site, bob, 'his')
  t.same(await heard(async () => {}), { ann: true, cem: false, everyone: true })
  t.same(await heard(() => likeEntry(site, ann, { entry: entry.id })), nobody, 'a like moves nothing for who has it')
  t.same(await heard(() => likeEntry(site, cem, { entry: entry.id })), { ...nobody, cem: true }, 'but is new to the liker')
  t.same(await heard(() => publishComment(site, cem, { entry: entry.id, body: 'Yes' })), { ann: true, cem: true, everyone: true })
  await hideEntry(site, ann, { entry: entry.id })
  t.same(await heard(() => publishComment(site, cem, { entry: entry.id, body: 'Yes again' })), { ann: false, cem: true, everyone: true })
  const secret = await makeEntry(site, dee, 'secret')
  t.same(await heard(() => publishComment(site, dee, { entry: secret.id, body: 'Mine' })), nobody, 'what is private is not even rumoured')
})
