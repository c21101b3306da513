import t from 'tap'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import { makeSubjectCalls } from '../../../core/plugin-calls/subject-calls.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite } from '../../../core/testing/make-site.ts'

t.test('a subject is what it was, for who may see it', async t => {
  const site = await makeSite(t)
  const [ann, bob] = [await makeMember(site, 'ann', { access: 'private' }), await makeMember(site, 'bob')]
  const subjects = makeSubjectCalls(site)
  const entry = await makeEntry(site, ann, 'Only for **friends**')
  const comment = await publishComment(site, ann, { entry: entry.id, body: 'and this' })
  t.match(await subjects.find('entry', entry.shortId), {
    id: entry.id,
    authorHandle: 'ann',
    isPrivate: true,
    url: `/e/${entry.shortId}`,
    isRemoved: false,
  })
  t.match(await subjects.find('entry', entry.id, ann.id), { id: entry.id })
  t.equal(await subjects.find('entry', entry.id, bob.id), undefined)
  t.equal(await subjects.find('entry', entry.id, 'visitor'), undefined)
  t.match(await subjects.find('comment', comment.id), { text: 'and this', entryId: entry.id, authorId: ann.id })
  t.equal(await subjects.find('comment', comment.id, bob.id), undefined)
  t.match(await subjects.find('member', 'ann', 'visitor'), { id: ann.id, kind: 'member', title: 'ann', authorId: ann.id })
  t.equal(await subjects.find('group', 'ann'), undefined)

  const before = (await subjects.find('entry', entry.id))?.hash
  await editEntry(site, ann, { id: entry.id, body: 'Something else' })
  t.not((await subjects.find('entry', entry.id))?.hash, before, 'an edit changes it')
})

t.test('who may decide, who is near to whom, and by which rules', async t => {
  const site = await makeSite(t)
  const [ann, bob, cem] = [
    await makeMember(site, 'ann', { role: 'moderator' }),
    await makeMember(site, 'bob'),
    await makeMember(site, 'cem'),
  ]
  const subjects = makeSubjectCalls(site)
  await subscribe(site, bob, { handle: 'ann' })
  t.same(await subjects.tied([bob.id, cem.id], [ann.id]), [bob.id])
  t.same(await subjects.tied([ann.id, cem.id], [bob.id]), [ann.id], 'either way')
  t.same(await subjects.tied([cem.id], [cem.id]), [cem.id])
  t.same(
    (await subjects.holding('content')).map(({ handle }) => handle),
    ['ann'],
  )
  t.match(await subjects.members([cem.id, 'nobody']), [{ handle: 'cem', role: 'member' }])
  t.same(await subjects.waiting(), { entryIds: [], commentIds: [], memberIds: [] })
  const rules = await subjects.rules()
  t.equal(rules.length, 8)
  t.match(rules[6], { number: 7, title: 'No flooding', text: /^No advertisements/, version: 1 })
})
