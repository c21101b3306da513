import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { MemberActor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { removeComment, restoreComment } from '../../../core/comments/remove-comment.ts'
import { selectRows } from '../../../core/db/select.ts'
import { removeEntry, restoreEntry } from '../../../core/entries/remove-entry.ts'
import { SiteError } from '../../../core/errors.ts'
import { visibleToSql } from '../../../core/feeds/visibility.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { addMembership } from '../../../core/groups/membership.ts'
import { likeEntry, unlikeEntry } from '../../../core/likes/like-entry.ts'
import type { OpenSite } from '../../../core/open-site.ts'
import type { Site } from '../../../core/site.ts'
import { addSubscription, dropSubscription } from '../../../core/subscriptions/subscription.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'
import { buildTimeline } from '../../../core/timelines/build-timeline.ts'

const kinds = ['publish', 'comment', 'like', 'unlike', 'remove', 'restore', 'remove comment', 'restore comment', 'follow', 'leave'] as const

interface Step {
  kind: (typeof kinds)[number]
  who: number
  what: number
  deliver: boolean
}

/** More of what brings entries to others than of what takes them back. */
const often: Step['kind'][] = ['publish', 'comment', 'comment', 'like', 'like', 'like', 'follow', 'follow', 'follow']

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...often, ...kinds),
  who: fc.nat(3),
  what: fc.nat(20),
  deliver: fc.boolean(),
})

/** More when somebody looks for trouble. */
const runs = Number(process.env.PROPERTY_RUNS ?? 5)

/** Four members, the last with a private feed, a public group and a private one. */
async function makePeople(site: Site, run: number) {
  const members: MemberActor[] = []
  for (const name of ['ann', 'bob', 'cem', 'dee'])
    members.push(await makeMember(site, `${name}${run}`, { access: name === 'dee' ? 'private' : 'public' }))
  const groups = [
    await createGroup(site, members[0]!, { name: 'Open', handle: `open${run}`, description: '', access: 'public' }),
    await createGroup(site, members[1]!, { name: 'Closed', handle: `closed${run}`, description: '', access: 'private' }),
  ]
  await site.db.transaction(async trx => {
    for (const member of members) {
      for (const group of groups) await addMembership(site, trx, { groupId: group.id, memberId: member.id, role: 'member' })
      await addSubscription(site, trx, { memberId: member.id, feedId: groups[1]!.id })
    }
  })
  for (const { id } of members) await buildTimeline(site, id)
  return { members, feeds: [...members.map(({ id }) => id), ...groups.map(({ id }) => id)] }
}

type People = Awaited<ReturnType<typeof makePeople>>

async function act(site: Site, { members, feeds }: People, written: { entries: string[]; comments: string[] }, { kind, who, what }: Step) {
  const actor = members[who]!
  const pick = (ids: string[]): string => ids[what % Math.max(1, ids.length)] ?? 'none'
  const feedId = feeds[what % feeds.length]!
  switch (kind) {
    case 'publish': {
      const to = [[actor.id], [feeds[4]!], [feeds[5]!], [actor.id, feeds[4]!], [actor.id]][what % 5]!
      return written.entries.push((await makeEntry(site, actor, { to })).id)
    }
    case 'comment':
      return written.comments.push(
        (await publishComment(site, actor, { entry: pick(written.entries), body: `Yes ${written.comments.length}` })).id,
      )
    case 'like':
      return likeEntry(site, actor, { entry: pick(written.entries) })
    case 'unlike':
      return unlikeEntry(site, actor, { entry: pick(written.entries) })
    case 'remove':
      return removeEntry(site, actor, { id: pick(written.entries) })
    case 'restore':
      return restoreEntry(site, actor, { id: pick(written.entries) })
    case 'remove comment':
      return removeComment(site, actor, { id: pick(written.comments) })
    case 'restore comment':
      return restoreComment(site, actor, { id: pick(written.comments) })
    default: {
      if (feedId === actor.id) return
      const change = kind === 'follow' ? addSubscription : dropSubscription
      return site.db.transaction(trx => change(site, trx, { memberId: actor.id, feedId }))
    }
  }
}

interface Row {
  entryId: string
  bumpedAt: string
  reason: string
  actorId: string | null
}

function homeOf(site: Site, readerId: string): Promise<Row[]> {
  return selectRows(
    site.db,
    `select t.entry_id as "entryId", t.bumped_at as "bumpedAt", t.reason, t.actor_id as "actorId"
     from timeline t join entries e on e.id = t.entry_id
     where t.reader_id = ? and t.reason <> 'withdrawn' and ${visibleToSql('t.reader_id')} order by t.entry_id`,
    [readerId],
  )
}

/**
 * A timeline that was kept up to date holds what one made anew would. Two things may differ: the place of an entry that a like once
 * brought up (it stays there when the like is taken back, or when the reader subscribes to where it was posted), and which of several
 * friends is named for it.
 */
async function checkHome(site: Site, readerId: string): Promise<void> {
  const kept = await homeOf(site, readerId)
  await buildTimeline(site, readerId)
  const made = await homeOf(site, readerId)
  const essence = (rows: Row[]) => rows.map(({ entryId, reason }) => ({ entryId, posted: reason === 'subscription' }))
  assert.deepEqual(essence(kept), essence(made))
  for (const [index, row] of kept.entries()) {
    const { entryId, reason: kind, actorId: memberId } = row
    const entry: { bumpedAt: string } = await site.db('entries').where({ id: entryId }).first('bumpedAt')
    if (kind === 'subscription') assert.equal(made[index]!.bumpedAt, entry.bumpedAt)
    else assert.ok(await site.db('activities').where({ entryId, kind, memberId }).first('at'), 'the reason is true')
    assert.ok(row.bumpedAt >= entry.bumpedAt && made[index]!.bumpedAt >= entry.bumpedAt)
  }
}

/** Counters say what counting says. */
async function checkCounters(site: Site, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const entry = await site.db('entries').where({ id }).first()
    const comments = await site.db('comments').where({ entryId: id }).whereNull('removedAt').orderBy('number')
    const likes = await site.db('likes').where({ entryId: id })
    assert.equal(entry.commentCount, comments.length)
    assert.equal(entry.likeCount, likes.length)
    assert.equal(entry.firstCommentId, comments[0]?.id ?? null)
    assert.equal(entry.lastCommentId, comments.at(-1)?.id ?? null)
    const expected = [
      ...likes.map(like => `${like.memberId} like ${like.createdAt}`),
      ...comments.map(one => `${one.authorId} comment ${comments.findLast(last => last.authorId === one.authorId).createdAt}`),
    ]
    const found = (await site.db('activities').where({ entryId: id })).map(row => `${row.memberId} ${row.kind} ${row.at}`)
    assert.deepEqual(found.sort(), [...new Set(expected)].sort())
    const places = (await site.db('entryFeeds').where({ entryId: id })).map(row => row.bumpedAt)
    assert.deepEqual([...new Set(places)], [entry.bumpedAt])
  }
}

async function play({ site, outbox }: OpenSite, tick: () => void, steps: Step[], run: number): Promise<void> {
  const people = await makePeople(site, run)
  const written = { entries: [] as string[], comments: [] as string[] }
  for (const one of steps) {
    tick()
    await act(site, people, written, one).catch(error => {
      if (!(error instanceof SiteError)) throw error
    })
    if (one.deliver) await outbox.drained()
  }
  await outbox.drained()
  assert.equal((await site.db('jobs')).length, 0, 'no listener failed')
  await checkCounters(site, written.entries)
  for (const { id } of people.members) await checkHome(site, id)
}

t.test('whatever members do, home feeds and counters are what they would be if made anew', async t => {
  const { now, tick } = makeClock()
  const opened = await makeOpenSite(t, { now })
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 80, size: 'max' }), steps => play(opened, () => tick(), steps, run++)),
    { numRuns: runs, endOnFailure: true },
  )
})
