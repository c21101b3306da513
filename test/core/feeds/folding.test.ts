import t from 'tap'
import { type MemberActor, visitor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { removeComment } from '../../../core/comments/remove-comment.ts'
import { showOneEntry } from '../../../core/feeds/entry-page.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite, type Teardown } from '../../../core/testing/make-site.ts'

async function setUp(t: Teardown) {
  const { now, tick } = makeClock()
  const site = await makeSite(t, { now })
  const ann = await makeMember(site, 'ann')
  const entry = await makeEntry(site, ann)
  const people: MemberActor[] = []
  for (const handle of ['bob', 'cem', 'dee', 'eve', 'fay', 'gus']) people.push(await makeMember(site, handle))
  return { site, tick, ann, entry, people }
}

t.test('up to three comments are shown; of more the first, a number, and the last', async t => {
  const { site, ann, entry } = await setUp(t)
  const shown = async () => {
    const { comments, foldedComments, commentCount } = await showOneEntry(site, visitor, entry.id)
    return [comments.map(({ number }) => number), foldedComments, commentCount]
  }
  const expected = [
    [[1], 0, 1],
    [[1, 2], 0, 2],
    [[1, 2, 3], 0, 3],
    [[1, 4], 2, 4],
    [[1, 5], 3, 5],
  ]
  const ids: string[] = []
  for (const [index, look] of expected.entries()) {
    ids.push((await publishComment(site, ann, { entry: entry.id, body: `${index}` })).id)
    t.same(await shown(), look)
  }
  await removeComment(site, ann, { id: ids[0]! })
  t.same(await shown(), [[2, 5], 2, 4])
  await removeComment(site, ann, { id: ids[4]! })
  t.same(await shown(), [[2, 3, 4], 0, 3])
})

t.test('up to four likers are named; of more three, and a number', async t => {
  const { site, tick, entry, people } = await setUp(t)
  const shown = async () => {
    const { likers, otherLikers, likeCount } = await showOneEntry(site, visitor, entry.id)
    return [likers.map(({ handle }) => handle).join(' '), otherLikers, likeCount]
  }
  const expected = [
    ['bob', 0, 1],
    ['cem bob', 0, 2],
    ['dee cem bob', 0, 3],
    ['eve dee cem bob', 0, 4],
    ['fay eve dee', 2, 5],
    ['gus fay eve', 3, 6],
  ]
  for (const [index, look] of expected.entries()) {
    tick()
    await likeEntry(site, people[index]!, { entry: entry.id })
    t.same(await shown(), look)
  }
})

t.test('the viewer is named first, then whom they follow, then others, newest first', async t => {
  const { site, tick, entry, people } = await setUp(t)
  for (const person of people) {
    tick()
    await likeEntry(site, person, { entry: entry.id })
  }
  const [bob, cem] = people as [MemberActor, MemberActor]
  for (const handle of ['dee', 'cem']) await subscribe(site, bob, { handle })
  const namedFor = async (actor: MemberActor) => (await showOneEntry(site, actor, entry.id)).likers.map(({ handle }) => handle)
  t.same(await namedFor(bob), ['bob', 'dee', 'cem'])
  t.same(await namedFor(cem), ['cem', 'gus', 'fay'])
})

t.test('the viewer is named first also when many have liked it since', async t => {
  const { site, tick, entry, people } = await setUp(t)
  const bob = people[0]!
  await likeEntry(site, bob, { entry: entry.id })
  for (let n = 0; n < 205; n++) {
    const liker = await makeMember(site, `liker${n}`)
    if (n % 50 === 0) tick()
    await likeEntry(site, liker, { entry: entry.id })
  }
  const view = await showOneEntry(site, bob, entry.id)
  t.equal(view.likers[0]?.handle, 'bob')
  t.match(view, { liked: true, otherLikers: 203, likeCount: 206 })
})
