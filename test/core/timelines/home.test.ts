import t from 'tap'
import { type MemberActor, memberActor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { removeComment, restoreComment } from '../../../core/comments/remove-comment.ts'
import { showSlice } from '../../../core/feeds/read-feed.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { likeEntry, unlikeEntry } from '../../../core/likes/like-entry.ts'
import { hideEntry, unhideEntry } from '../../../core/likes/mark-entry.ts'
import { findMemberById } from '../../../core/members/member.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { unsubscribe } from '../../../core/subscriptions/unsubscribe.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, type Teardown } from '../../../core/testing/make-site.ts'
import { buildTimeline } from '../../../core/timelines/build-timeline.ts'
import { readHome } from '../../../core/timelines/read-home.ts'
import { trimTimelines } from '../../../core/timelines/trim-timeline.ts'

/** Ann reads; she follows Bob and Cem. Dee and Eve are strangers to her. */
async function setUp(t: Teardown) {
  const { now, tick } = makeClock()
  const { site, outbox } = await makeOpenSite(t, { now })
  const [ann, bob, cem, dee, eve] = (await Promise.all(['ann', 'bob', 'cem', 'dee', 'eve'].map(handle => makeMember(site, handle)))) as [
    MemberActor,
    MemberActor,
    MemberActor,
    MemberActor,
    MemberActor,
  ]
  for (const handle of ['bob', 'cem']) await subscribe(site, ann, { handle })
  for (const { id } of [ann, bob, cem, dee, eve]) await buildTimeline(site, id)
  const write = async (who: MemberActor, body: string, to: string[] = []) => {
    tick()
    return makeEntry(site, who, { body, to })
  }
  const later = async (work: () => Promise<unknown>) => {
    tick()
    await work()
    await outbox.drained()
  }
  /** What stands in a reader's home, with why: `text (like by bob)`. */
  const home = async (who: MemberActor = ann) => {
    await outbox.drained()
    const actor = memberActor(await findMemberById(site.db, who.id))
    const entries = await showSlice(site, actor, await readHome(site, actor, {}))
    return entries.map(({ bodyHtml, reason }) => {
      const text = bodyHtml.replace(/<[^>]+>/g, '')
      return reason ? `${text} (${reason.kind} by ${reason.person.handle})` : text
    })
  }
  return { site, outbox, tick, ann, bob, cem, dee, eve, write, later, home }
}

t.test('home holds what friends share and one’s own, newest first', async t => {
  const { ann, bob, dee, write, home } = await setUp(t)
  await write(bob, 'one')
  await write(dee, 'of a stranger')
  await write(ann, 'mine')
  await write(bob, 'two')
  t.same(await home(), ['two', 'mine', 'one'])
  t.same(await home(dee), ['of a stranger'])
})

t.test('what friends comment on or like comes along and says why', async t => {
  const { site, ann, bob, cem, dee, eve, write, later, home } = await setUp(t)
  const talk = await write(dee, 'talk')
  const song = await write(dee, 'song')
  await later(() => publishComment(site, eve, { entry: talk.id, body: 'A stranger' }))
  t.same(await home(), [])
  await later(() => likeEntry(site, cem, { entry: song.id }))
  await later(() => publishComment(site, bob, { entry: talk.id, body: 'Yes' }))
  t.same(await home(), ['talk (comment by bob)', 'song (like by cem)'])
  await later(() => likeEntry(site, bob, { entry: song.id }))
  t.same(await home(), ['talk (comment by bob)', 'song (like by cem)'], 'the first friend is named; nothing moves')
  await later(() => publishComment(site, eve, { entry: song.id, body: 'Me too' }))
  t.same(await home(), ['song (like by cem)', 'talk (comment by bob)'], 'anybody’s comment brings it up for all who have it')

  const mine = await write(dee, 'third')
  await later(() => likeEntry(site, ann, { entry: mine.id }))
  t.same((await home())[0], 'third (like by ann)', 'what one does oneself brings it too')
})

t.test('a like brings an old entry up once, for those to whom it is new, and moves it for nobody else', async t => {
  const { site, bob, cem, dee, eve, write, later, home } = await setUp(t)
  const old = await write(dee, 'old')
  await subscribe(site, eve, { handle: 'dee' })
  await write(bob, 'new')
  await write(dee, 'newer')
  t.same(await home(eve), ['newer', 'old'])
  await later(() => likeEntry(site, cem, { entry: old.id }))
  t.same(await home(), ['old (like by cem)', 'new'])
  t.same(await home(eve), ['newer', 'old'])
  await write(bob, 'newest')
  await later(() => likeEntry(site, bob, { entry: old.id }))
  t.same(await home(), ['newest', 'old (like by cem)', 'new'])
})

t.test('a like or comment taken back takes the entry along, unless another friend brought it too', async t => {
  const { site, bob, cem, dee, write, later, home } = await setUp(t)
  const song = await write(dee, 'song')
  await later(() => likeEntry(site, bob, { entry: song.id }))
  await write(bob, 'new')
  t.same(await home(), ['new', 'song (like by bob)'])
  await later(() => unlikeEntry(site, bob, { entry: song.id }))
  t.same(await home(), ['new'])
  await later(() => likeEntry(site, bob, { entry: song.id }))
  t.same(await home(), ['new', 'song (like by bob)'], 'it does not come up again each time')

  await later(() => likeEntry(site, cem, { entry: song.id }))
  await later(() => unlikeEntry(site, bob, { entry: song.id }))
  t.same(await home(), ['new', 'song (like by cem)'])
  const comment = await publishComment(site, bob, { entry: song.id, body: 'Yes' })
  await later(() => unlikeEntry(site, cem, { entry: song.id }))
  t.same(await home(), ['song (comment by bob)', 'new'])
  await later(() => removeComment(site, bob, { id: comment.id }))
  t.same(await home(), ['new'])
  await later(() => restoreComment(site, bob, { id: comment.id }))
  t.same(await home(), ['song (comment by bob)', 'new'])
})

t.test('what stands in groups alone stays with those who read them', async t => {
  const { site, ann, bob, cem, dee, write, later, home } = await setUp(t)
  await createGroup(site, dee, { name: 'Cooks', handle: 'cooks', description: '', access: 'public' })
  for (const member of [bob, cem]) await joinGroup(site, member, { handle: 'cooks' })
  const soup = await write(dee, 'soup', ['cooks'])
  const both = await write(dee, 'both', ['me', 'cooks'])
  await later(() => likeEntry(site, bob, { entry: soup.id }))
  await later(() => publishComment(site, cem, { entry: soup.id, body: 'Yes' }))
  t.same(await home(), [])
  t.same(await home(bob), ['soup', 'both'])
  await later(() => likeEntry(site, bob, { entry: both.id }))
  t.same(await home(), ['both (like by bob)'], 'unless it was posted to a member’s feed as well')
  await later(() => likeEntry(site, ann, { entry: soup.id }))
  t.same(await home(), ['soup (like by ann)', 'both (like by bob)'], 'what one likes oneself one has')
  await later(() => unsubscribe(site, dee, { handle: 'cooks' }))
  t.same(await home(dee), ['soup', 'both'], 'and one’s own one keeps')
})

t.test('comments bring entries up again for their author and their readers', async t => {
  const { site, ann, bob, eve, write, later, home } = await setUp(t)
  const first = await write(ann, 'mine')
  const second = await write(bob, 'his')
  await write(bob, 'last')
  await later(() => publishComment(site, eve, { entry: first.id, body: 'Hm' }))
  t.same(await home(), ['mine', 'last', 'his'])
  await trimTimelines(site, undefined, 1)
  await later(() => publishComment(site, eve, { entry: second.id, body: 'Hm' }))
  await later(() => publishComment(site, eve, { entry: first.id, body: 'Hm again' }))
  t.same((await home()).slice(0, 2), ['mine', 'his'], 'also where the timeline did not reach any more')
})

t.test('hidden entries are left out, and stay out when somebody comments', async t => {
  const { site, ann, bob, eve, write, later, home } = await setUp(t)
  const entry = await write(bob, 'loud')
  await write(bob, 'quiet')
  await hideEntry(site, ann, { entry: entry.id })
  t.same(await home(), ['quiet'])
  await later(() => publishComment(site, eve, { entry: entry.id, body: 'Loud' }))
  t.same(await home(), ['quiet'])
  await unhideEntry(site, ann, { entry: entry.id })
  t.same(await home(), ['loud', 'quiet'])
})

t.test('following fills the home, and it is clean when one stops', async t => {
  const { site, ann, bob, cem, dee, eve, write, later, home } = await setUp(t)
  const shared = await write(dee, 'shared')
  const own = await write(dee, 'own')
  const other = await write(eve, 'other')
  await later(() => publishComment(site, dee, { entry: other.id, body: 'Yes' }))
  await later(() => likeEntry(site, cem, { entry: shared.id }))
  await write(bob, 'his')
  t.same(await home(), ['his', 'shared (like by cem)'])
  await later(() => subscribe(site, ann, { handle: 'dee' }))
  t.same(await home(), ['his', 'shared', 'other (comment by dee)', 'own'])
  await later(() => unsubscribe(site, ann, { handle: 'dee' }))
  t.same(await home(), ['his', 'shared (like by cem)'], 'what another friend liked stays, and says so')
  await later(() => unsubscribe(site, ann, { handle: 'cem' }))
  t.same(await home(), ['his'])
  await later(() => likeEntry(site, ann, { entry: own.id }))
  await later(() => subscribe(site, ann, { handle: 'dee' }))
  await later(() => unsubscribe(site, ann, { handle: 'dee' }))
  t.same(await home(), ['own (like by ann)', 'his'], 'as does what one liked oneself')
})
