import t from 'tap'
import { type MemberActor, visitor } from '../../../core/actor.ts'
import { editComment } from '../../../core/comments/edit-comment.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { removeComment, restoreComment } from '../../../core/comments/remove-comment.ts'
import { longestBody } from '../../../core/entries/tidy-body.ts'
import type { Site } from '../../../core/site.ts'
import { addSubscription } from '../../../core/subscriptions/subscription.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeSite, type Teardown } from '../../../core/testing/make-site.ts'

async function setUp(t: Teardown) {
  const { now, tick } = makeClock()
  const { site, outbox } = await makeOpenSite(t, { now })
  await outbox.close()
  const [ann, bob, cem] = [await makeMember(site, 'ann'), await makeMember(site, 'bob'), await makeMember(site, 'cem')]
  const entry = await makeEntry(site, ann)
  let said = 0
  const say = async (who: MemberActor, body = `Yes ${++said}`) => {
    tick()
    return publishComment(site, who, { entry: entry.id, body })
  }
  return { site, now, tick, ann, bob, cem, entry, say }
}

async function namesOf(site: Site): Promise<string[]> {
  return (await site.db('outbox').orderBy('id')).map(row => row.name)
}

t.test('a comment is counted, numbered and brings its entry up', async t => {
  const { site, now, tick, bob, entry } = await setUp(t)
  tick()
  const comment = await publishComment(site, bob, { entry: entry.shortId, body: ' Really?\r\n@ann ' })
  t.match(comment, { number: 1, body: 'Really?\n@ann', entryId: entry.id, authorId: bob.id })
  t.match((await site.db('comments').first()).bodyHtml, /<p>Really\?<br>\n<a href="\/ann"/)
  t.match(await site.db('entries').first(), {
    commentCount: 1,
    lastNumber: 1,
    firstCommentId: comment.id,
    lastCommentId: comment.id,
    bumpedAt: now().toISOString(),
  })
  t.match(await site.db('entryFeeds').first(), { bumpedAt: now().toISOString() })
  t.match(await site.db('activities'), [{ memberId: bob.id, kind: 'comment', at: now().toISOString() }])
  t.same(await namesOf(site), ['entry.published', 'comment.published'])
})

t.test('two comments at once get two numbers', async t => {
  const { site, ann, bob, cem, say } = await setUp(t)
  await Promise.all([say(ann), say(bob), say(cem), say(bob)])
  t.same(
    (await site.db('comments').orderBy('number')).map(row => row.number),
    [1, 2, 3, 4],
  )
  t.match(await site.db('entries').first(), { commentCount: 4, lastNumber: 4 })
})

t.test('numbers never change and are not used again', async t => {
  const { site, ann, bob, say } = await setUp(t)
  const [first, second, third] = [await say(bob), await say(ann), await say(bob)]
  const { bumpedAt } = await site.db('entries').first()
  await removeComment(site, bob, { id: third!.id })
  t.match(await site.db('entries').first(), { commentCount: 2, firstCommentId: first!.id, lastCommentId: second!.id, bumpedAt })
  t.match(await site.db('activities').where({ memberId: bob.id }), [{ at: first!.createdAt }], 'an earlier comment is left')
  await removeComment(site, bob, { id: first!.id })
  t.match(await site.db('entries').first(), { commentCount: 1, firstCommentId: second!.id, lastCommentId: second!.id })
  t.same(await site.db('activities').where({ memberId: bob.id }), [])
  t.equal((await say(ann)).number, 4)
  await restoreComment(site, bob, { id: first!.id })
  t.match(await site.db('entries').first(), { commentCount: 3, lastNumber: 4, firstCommentId: first!.id })
  t.match(await site.db('activities').where({ memberId: bob.id }), [{ at: first!.createdAt }])
  t.same((await namesOf(site)).slice(-4), ['comment.removed', 'comment.removed', 'comment.published', 'comment.restored'])
})

t.test('removals and comments at the same time leave right counters', async t => {
  const { site, ann, bob, cem, say } = await setUp(t)
  const comments = [await say(bob), await say(cem), await say(bob), await say(cem)]
  await Promise.all([...comments.map(({ id }) => removeComment(site, ann, { id })), say(bob), say(cem)])
  t.match(await site.db('entries').first(), { commentCount: 2, lastNumber: 6 })
  t.equal((await site.db('comments').whereNull('removedAt')).length, 2)
})

t.test('a comment is removed by its author, the author of the entry, or a moderator, and brought back by who did', async t => {
  const { site, ann, bob, cem, say } = await setUp(t)
  const mod = await makeMember(site, 'mod', { role: 'moderator' })
  const { id } = await say(bob)
  for (const actor of [cem, visitor]) await t.rejects(removeComment(site, actor, { id }), { code: 'forbidden' })
  for (const actor of [ann, mod, bob]) {
    await removeComment(site, actor, { id })
    await removeComment(site, actor, { id })
    for (const other of [ann, bob, cem, mod, visitor])
      if (other !== actor) await t.rejects(restoreComment(site, other, { id }), { code: 'forbidden' })
    await restoreComment(site, actor, { id })
    await restoreComment(site, actor, { id })
  }
  t.match(await site.db('entries').first(), { commentCount: 1 })
  t.equal((await namesOf(site)).filter(name => name === 'comment.removed').length, 3, 'twice is once')
  await t.rejects(removeComment(site, bob, { id: 'nosuch' }), { code: 'comment-not-found' })
})

t.test('only its author edits a comment; the entry does not move', async t => {
  const { site, now, tick, ann, bob, say } = await setUp(t)
  const mod = await makeMember(site, 'mod', { role: 'admin' })
  const comment = await say(bob)
  const { bumpedAt } = await site.db('entries').first()
  for (const actor of [ann, mod, visitor]) await t.rejects(editComment(site, actor, { id: comment.id, body: 'No' }), { code: 'forbidden' })
  tick()
  t.match(await editComment(site, bob, { id: comment.id, body: 'No <b>' }), { body: 'No <b>', editedAt: now().toISOString() })
  t.match(await site.db('comments').first(), { bodyHtml: '<p>No &lt;b&gt;</p>', number: 1 })
  t.match(await site.db('entries').first(), { bumpedAt })
  for (const body of [' ', 'a'.repeat(longestBody + 1)])
    await t.rejects(editComment(site, bob, { id: comment.id, body }), { code: 'invalid' })
  await removeComment(site, ann, { id: comment.id })
  await t.rejects(editComment(site, bob, { id: comment.id, body: 'x' }), { code: 'comment-not-found' })
})

t.test('visitors and strangers of a private entry say nothing, and nobody says nothing', async t => {
  const site = await makeSite(t)
  const dee = await makeMember(site, 'dee', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  const mod = await makeMember(site, 'mod', { role: 'admin' })
  const { id: entry } = await makeEntry(site, dee)
  await t.rejects(publishComment(site, visitor, { entry, body: 'Yes' }), { code: 'unauthorized' })
  for (const actor of [bob, mod]) await t.rejects(publishComment(site, actor, { entry, body: 'Yes' }), { code: 'entry-not-found' })
  for (const body of ['  ', '\0', 'a'.repeat(longestBody + 1)])
    await t.rejects(publishComment(site, dee, { entry, body }), { code: 'invalid' })

  const comment = await publishComment(site, dee, { entry, body: 'Mine' })
  for (const verb of [removeComment, restoreComment])
    await t.rejects(verb(site, mod, { id: comment.id }), { code: 'entry-not-found' }, 'not even a moderator who cannot see it')
  await site.db.transaction(trx => addSubscription(site, trx, { memberId: bob.id, feedId: dee.id }))
  t.match(await publishComment(site, bob, { entry, body: 'Yes' }), { number: 2 })
})

t.test('a second click is not a second comment', async t => {
  const { site, tick, ann, bob, entry } = await setUp(t)
  const input = { entry: entry.id, body: 'Yes' }
  const [first, again] = await Promise.all([publishComment(site, bob, input), publishComment(site, bob, input)])
  t.equal(first.id, again.id)
  t.match(await site.db('entries').first(), { commentCount: 1, lastNumber: 1 })
  t.not((await publishComment(site, ann, input)).id, first.id, 'by somebody else it is')
  await removeComment(site, bob, { id: first.id })
  const anew = await publishComment(site, bob, input)
  t.not(anew.id, first.id, 'a removed one does not count')
  tick(61_000)
  t.not((await publishComment(site, bob, input)).id, anew.id, 'nor one of two minutes ago')
})
