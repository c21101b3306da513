import t from 'tap'
import { type MemberActor, visitor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { readV2Feed } from '../../../core/friendfeed/v2-feed.ts'
import type { V2Input } from '../../../core/friendfeed/v2-input.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { hideEntry } from '../../../core/likes/mark-entry.ts'
import type { Site } from '../../../core/site.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'

const asked = (input: Partial<V2Input> = {}): V2Input => ({ num: 30, start: 0, ...input })

function say(site: Site, actor: MemberActor, body: string) {
  return publishEntry(site, actor, { body, to: [], uploads: [] })
}

t.test('home says why an entry is there, and leaves out what is hidden', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob', { name: 'Bob & Co' })
  const cat = await makeMember(site, 'cat')
  await subscribe(site, ann, { handle: 'bob' })
  await outbox.drained()
  await readV2Feed(site, ann, 'home', asked())
  const liked = await say(site, cat, 'From a stranger')
  const own = await say(site, bob, 'From a friend')
  await likeEntry(site, bob, { entry: liked.id })
  await outbox.drained()

  const home = await readV2Feed(site, ann, 'home', asked())
  t.match(home, { id: 'home', name: 'Home', type: 'special', commands: ['post'] })
  const ids = home.entries?.map(({ short_id }) => short_id) ?? []
  t.same(new Set(ids), new Set([liked.shortId, own.shortId]))
  t.match(home.entries?.[ids.indexOf(liked.shortId)], {
    fof: { type: 'like', from: { id: 'bob', name: 'Bob & Co', type: 'user' } },
    fof_html: `<a href="${site.url}/bob">Bob &amp; Co</a> liked this`,
  })
  t.notOk('fof' in home.entries![ids.indexOf(own.shortId)]!)

  await hideEntry(site, ann, { entry: own.id })
  t.same(
    (await readV2Feed(site, ann, 'ann/friends', asked())).entries?.map(({ short_id }) => short_id),
    [liked.shortId],
  )
  const all = await readV2Feed(site, ann, 'home', asked({ hidden: '1' }))
  t.match(
    all.entries?.find(({ short_id }) => short_id === own.shortId),
    { hidden: true, commands: ['comment', 'like', 'unhide'] },
  )

  await t.rejects(readV2Feed(site, visitor, 'home', asked()), { code: 'unauthorized', status: 401 })
  await t.rejects(readV2Feed(site, bob, 'ann/friends', asked()), { code: 'forbidden' })
})

t.test('home takes the same few statements, whatever it shows', async t => {
  let statements = 0
  const { site, outbox } = await makeOpenSite(t, { onQuery: () => statements++ })
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  await subscribe(site, ann, { handle: 'bob' })
  const count = async () => {
    await outbox.drained()
    // What a session knows beforehand.
    Object.assign(ann.member, { timelineBuiltAt: 'built', apart: false, muting: false })
    statements = 0
    const { entries } = await readV2Feed(site, ann, 'home', asked({ raw: '1' }))
    return { statements, entries: entries!.length }
  }
  await readV2Feed(site, ann, 'home', asked())
  for (let n = 0; n < 3; n++) await publishComment(site, ann, { entry: (await say(site, bob, `x ${n}`)).id, body: 'y' })
  const few = await count()
  t.equal(few.entries, 3)
  for (let n = 0; n < 8; n++) {
    const { id } = await say(site, bob, `xx ${n}`)
    for (let m = 0; m < 4; m++) await publishComment(site, ann, { entry: id, body: `y ${m}` })
    await likeEntry(site, ann, { entry: id })
  }
  const many = await count()
  t.equal(many.entries, 11)
  t.ok(many.statements <= few.statements + 1, `${few.statements} and ${many.statements}`)
  t.ok(many.statements <= 8, 'with that of the session, nine at most')
})
