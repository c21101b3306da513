import t from 'tap'
import { undoAction } from '../../../core/actions/undo-action.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { makeSubjectCalls } from '../../../core/plugin-calls/subject-calls.ts'
import type { Site } from '../../../core/site.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite } from '../../../core/testing/make-site.ts'

const because = { reason: 'It was reported.' }
const byCase = { ...because, byPlugin: 'moderation' }

t.test('a private entry is out of reach until a report about it opened it, and its author is told', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const [bob, mia] = [await makeMember(site, 'bob'), await makeMember(site, 'mia', { role: 'moderator' })]
  const { id } = await makeEntry(site, ann, 'For friends')
  const comment = await publishComment(site, ann, { entry: id, body: 'And this' })
  await t.rejects(site.act(mia, 'entry.remove', { id }, because), { code: 'entry-not-found' })
  await t.rejects(site.act(mia, 'comment.remove', { id: comment.id }, because), { code: 'comment-not-found' })
  await t.rejects(site.act(mia, 'entry.open', { id }, because), { code: 'forbidden' }, 'not out of curiosity')
  await t.rejects(site.act(bob, 'entry.open', { id }, byCase), { code: 'forbidden' })
  await t.rejects(site.act(mia, 'entry.open', { id }, { byPlugin: 'moderation' }), { code: 'invalid' }, 'not without a reason')
  await t.rejects(site.act(mia, 'entry.open', { id: 'none' }, byCase), { code: 'entry-not-found' })

  t.match(await site.act(mia, 'entry.open', { id }, byCase), { auditId: /./ })
  t.notOk((await site.act(mia, 'entry.open', { id }, byCase)).auditId, 'once')
  await outbox.drained()
  t.match(await site.db('notifications').where({ memberId: ann.id }), [{ text: /moderator read a private entry/ }])
  await site.act(mia, 'comment.remove', { id: comment.id }, because)
  await site.act(mia, 'entry.remove', { id }, because)
  t.match(await site.db('entries').where({ id }).first(), { removedBy: mia.id, access: 'private' })
  await site.act(mia, 'entry.restore', { id }, because)
  await site.act(mia, 'comment.restore', { id: comment.id }, because)
  t.match(await site.db('entries').where({ id }).first(), { removedAt: null, commentCount: 1 })
})

t.test('what is hidden can be taken down, and what was refused can come back', async t => {
  const { site } = await makeOpenSite(t)
  const [ann, mia] = [await makeMember(site, 'ann'), await makeMember(site, 'mia', { role: 'moderator' })]
  const { id } = await makeEntry(site, ann, 'Loud')
  await site.act(mia, 'entry.hide', { id }, because)
  await site.act(mia, 'entry.remove', { id }, because)
  await site.act(mia, 'entry.restore', { id }, because)
  t.match(await site.db('entries').where({ id }).first(), { removedAt: null, access: 'hidden' })
  await site.act(mia, 'entry.show', { id }, because)
  await site.db.transaction(async trx => {
    await trx('held_entries').insert({ entryId: id, reason: 'New', heldBy: 'rules', createdAt: site.now().toISOString() })
    await trx('entries').where({ id }).update({ access: 'held' })
  })
  await site.act(mia, 'entry.refuse', { id }, because)
  await site.act(mia, 'entry.restore', { id }, because)
  t.match(await site.db('entries').where({ id }).first(), { removedAt: null, access: 'public' })
})

t.test('a picture is taken out of an entry, and comes back to its place', async t => {
  const { site } = await makeOpenSite(t)
  const [ann, mia] = [await makeMember(site, 'ann'), await makeMember(site, 'mia', { role: 'moderator' })]
  const { id } = await makeEntry(site, ann, 'Look')
  await addPictures(site, ann.id, id)
  const subjects = makeSubjectCalls(site)
  const before = await subjects.find('entry', id)
  t.match(before?.uploads, [{ id: 'u0', isPicture: true, isCovered: false }, { id: 'u1' }, { id: 'u2' }])
  await site.act(mia, 'upload.blur', { id: 'u0' }, because)
  t.match(await subjects.find('entry', id), { uploads: [{ isCovered: true }, {}, {}], hash: before!.hash }, 'covering is no edit')
  const taken = await site.act(mia, 'upload.withhold', { id: 'u1' }, because)
  const shown = async () => (await subjects.find('entry', id))!.uploads.map(one => one.id)
  t.same(await shown(), ['u0', 'u2'])
  await t.rejects(site.act(ann, 'upload.return', { id: 'u1' }, because), { code: 'forbidden' })
  await t.rejects(site.act(mia, 'upload.withhold', { id: 'none' }, because), { code: 'upload-not-found' })
  await undoAction(site, mia, { id: taken.auditId! }, because)
  t.same(await shown(), ['u0', 'u1', 'u2'])
  t.same(await site.db('withheld_uploads'), [])
})

t.test('moderators let newcomers in, others do not', async t => {
  const { site } = await makeOpenSite(t)
  const [bob, mia] = [await makeMember(site, 'bob'), await makeMember(site, 'mia', { role: 'moderator' })]
  const zoe = await makeMember(site, 'zoe')
  await site.db.transaction(trx => trx('members').where({ id: zoe.id }).update({ waitingSince: site.now().toISOString() }))
  await t.rejects(site.act(bob, 'member.approve', { handle: 'zoe' }), { code: 'forbidden' })
  await site.act(mia, 'member.approve', { handle: 'zoe' })
  t.match(await site.db('members').where({ id: zoe.id }).first(), { waitingSince: null })
})

async function addPictures(site: Site, memberId: string, entryId: string): Promise<void> {
  const files = ['a', 'b', 'c'].map(letter => `${letter.repeat(64)}.png`)
  const row = { memberId, entryId, type: 'image/png', bytes: 9, createdAt: site.now().toISOString() }
  await site.db.transaction(async trx => {
    await trx('uploads').insert(files.map((file, index) => ({ ...row, id: `u${index}`, file })))
    const attachments = files.map(file => ({ kind: 'image', url: `/media/${file}` }))
    await trx('entries')
      .where({ id: entryId })
      .update({ attachments: JSON.stringify(attachments) })
  })
}
