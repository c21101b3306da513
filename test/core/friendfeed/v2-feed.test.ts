import t from 'tap'
import { type MemberActor, visitor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { readV2Feed } from '../../../core/friendfeed/v2-feed.ts'
import type { V2Input } from '../../../core/friendfeed/v2-input.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import type { Site } from '../../../core/site.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite } from '../../../core/testing/make-site.ts'

const asked = (input: Partial<V2Input> = {}): V2Input => ({ num: 30, start: 0, ...input })
const entryId = /^e\/[0-9a-f]{32}$/

function say(site: Site, actor: MemberActor, body: string, more: { to?: string[]; link?: string } = {}) {
  return publishEntry(site, actor, { body, to: [], uploads: [], ...more })
}

t.test('an entry has the shape that FriendFeed gave it', async t => {
  const site = await makeSite(t, { now: () => new Date('2026-05-04T03:02:01.234Z') })
  const ann = await makeMember(site, 'ann', { name: 'Ann <3' })
  const entry = await say(site, ann, 'Hello\n\nworld', { link: 'https://example.org/2026/05/a-long-name' })

  const feed = await readV2Feed(site, visitor, 'ann', asked({ raw: '1' }))
  t.match(feed, { id: 'ann', name: 'Ann <3', type: 'user' })
  t.notOk('private' in feed)
  t.notOk('commands' in feed, 'a visitor may do nothing')
  t.same(feed.entries, [
    {
      id: `e/${entry.id.replaceAll('-', '')}`,
      url: `${site.url}/ann/${entry.shortId}`,
      short_id: entry.shortId,
      short_url: `${site.url}/e/${entry.shortId}`,
      date: '2026-05-04T03:02:01Z',
      body: '<p>Hello</p>\n<p>world</p> - <a rel="nofollow" href="https://example.org/2026/05/a-long-name" title="https://example.org/2026/05/a-long-name">https://example.org/2026...</a>',
      rawBody: 'Hello\n\nworld',
      rawLink: 'https://example.org/2026/05/a-long-name',
      from: { id: 'ann', name: 'Ann <3', type: 'user' },
    },
  ])
})

t.test('comments and likes fold as on the pages, and as far as asked', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const entry = await say(site, ann, 'Talk to me')
  for (let n = 1; n <= 6; n++) {
    const fan = await makeMember(site, `fan${n}x`)
    await likeEntry(site, fan, { entry: entry.id })
    await publishComment(site, fan, { entry: entry.id, body: `said ${n}` })
  }
  const read = async (input: Partial<V2Input>) => (await readV2Feed(site, visitor, 'ann', asked(input))).entries![0]!
  const bodies = (list: object[] | undefined) => list?.map(one => ('body' in one ? one.body : undefined))

  const folded = await read({ maxcomments: 'auto', maxlikes: 'auto' })
  t.same(bodies(folded.comments), ['said 1', '4 more comments', 'said 6'])
  t.same(folded.comments?.[1], { placeholder: true, body: '4 more comments', num: 4 })
  t.equal(folded.likes?.length, 4)
  t.same(folded.likes?.[3], { placeholder: true, body: '3 other people', num: 3 })

  const all = await read({})
  t.same(
    bodies(all.comments),
    [1, 2, 3, 4, 5, 6].map(n => `said ${n}`),
  )
  t.match(all.comments?.[0], { id: /^e\/[0-9a-f]{32}\/c\/[0-9a-f]{32}$/, date: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, from: { id: 'fan1x' } })
  t.equal(all.likes?.length, 6)
  t.match(all.likes?.[0], { from: { id: 'fan6x', type: 'user' }, date: /Z$/ })

  const four = await read({ maxcomments: '4', maxlikes: '5' })
  t.same(bodies(four.comments), ['said 1', '2 more comments', 'said 4', 'said 5', 'said 6'])
  t.same(bodies(four.likes?.slice(-1)), ['1 other person'])

  t.same(bodies((await read({ maxcomments: '1' })).comments), ['said 1', '5 more comments'])
  const none = await read({ maxcomments: '0', maxlikes: '0' })
  t.notOk('comments' in none || 'likes' in none)
})

t.test('commands say what the asker may do', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const entry = await say(site, ann, 'Hello')
  await publishComment(site, bob, { entry: entry.id, body: 'Hi' })
  await likeEntry(site, bob, { entry: entry.id })

  const mine = await readV2Feed(site, ann, 'ann', asked())
  t.same(mine.commands, ['post'])
  t.same(mine.entries?.[0]?.commands, ['comment', 'edit', 'delete', 'hide'])
  t.match(mine.entries?.[0]?.comments?.[0], { commands: ['delete'] })
  const his = await readV2Feed(site, bob, 'ann', asked())
  t.same(his.commands, ['subscribe'])
  t.same(his.entries?.[0]?.commands, ['comment', 'unlike', 'hide'])
  t.match(his.entries?.[0]?.comments?.[0], { commands: ['edit', 'delete'] })

  await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: 'Soup & bread', access: 'public' })
  t.match(await readV2Feed(site, ann, 'cooks', asked()), {
    type: 'group',
    commands: ['unsubscribe', 'post', 'admin'],
    description: '<p>Soup &amp; bread</p>',
  })
})

t.test('what is private is only for those who may read it', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  const cat = await makeMember(site, 'cat')
  await site.db.transaction(trx => trx('subscriptions').insert({ memberId: bob.id, feedId: ann.id, createdAt: site.now().toISOString() }))
  const entry = await say(site, ann, 'Between us')
  await publishComment(site, bob, { entry: entry.id, body: 'I agree' })

  const seen = await readV2Feed(site, bob, 'ann', asked())
  t.match(seen, { private: true, entries: [{ from: { id: 'ann', private: true } }] })
  for (const other of [visitor, cat]) {
    await t.rejects(readV2Feed(site, other, 'ann', asked()), { code: 'forbidden' })
    t.same((await readV2Feed(site, other, 'bob/comments', asked())).entries, [])
    t.same((await readV2Feed(site, other, 'bob/discussion', asked())).entries, [])
    t.same((await readV2Feed(site, other, 'public', asked())).entries, [])
  }
  t.equal((await readV2Feed(site, ann, 'bob/comments', asked())).entries?.length, 1)
})

t.test('pages are turned with next, or counted off with start', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  for (let n = 0; n < 7; n++) await say(site, ann, `entry ${n}`)
  const bodies = async (input: Partial<V2Input>) => {
    const { entries, next } = await readV2Feed(site, visitor, 'ann', asked({ num: 3, ...input }))
    return { said: entries!.map(({ body }) => body.at(-1)).join(''), next }
  }
  const first = await bodies({})
  t.equal(first.said, '654')
  const second = await bodies({ before: first.next! })
  t.equal(second.said, '321')
  const third = await bodies({ before: second.next! })
  t.same(third, { said: '0', next: undefined })
  t.equal((await bodies({ start: 3 })).said, '321')
  t.equal((await bodies({ start: 5 })).said, '10')
  t.equal((await bodies({ start: 7 })).said, '')
  t.equal((await bodies({ start: 500 })).said, '')
  await t.rejects(bodies({ start: 10_001 }), { code: 'limit-exceeded', status: 400 })
  await t.rejects(bodies({ before: 'nonsense' }), { code: 'invalid' })
})

t.test('an entry names its destinations only when there are others than its author', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann', { name: 'Ann' })
  await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'public' })
  await say(site, ann, 'To all', { to: ['ann', 'cooks'] })
  await say(site, ann, 'To cooks', { to: ['cooks'] })
  const { entries } = await readV2Feed(site, visitor, 'cooks', asked())
  t.same(entries?.[0]?.to, [{ id: 'cooks', name: 'Cooks', type: 'group' }])
  t.same(entries?.[1]?.to, [
    { id: 'ann', name: "Ann's feed", type: 'user' },
    { id: 'cooks', name: 'Cooks', type: 'group' },
  ])
  t.match(entries?.[0]?.id, entryId)
})
