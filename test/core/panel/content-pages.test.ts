import t from 'tap'
import { listAudit } from '../../../core/actions/audit-log.ts'
import { system } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { newId } from '../../../core/db/new-id.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import { removeEntry } from '../../../core/entries/remove-entry.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { removeFile } from '../../../core/staff/take-down-upload.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'

async function setUp(t: Teardown) {
  const { site, url, outbox } = await makeServedSite(t)
  const open = async (handle: string, role = 'member', access: 'public' | 'private' = 'public') => {
    const browser = new Browser(url)
    const member = await makeMember(site, handle, { role, access })
    await signInAs(site, browser, member)
    await browser.get('/settings/profile')
    return { browser, member }
  }
  return { site, outbox, mia: (await open('mia', 'moderator')).browser, open, visitor: new Browser(url) }
}

t.test('staff find what is public; nothing of theirs shows what is meant for a few', async t => {
  const { site, mia, open } = await setUp(t)
  const { member: ann } = await open('ann')
  const { member: cem } = await open('cem', 'member', 'private')
  await createGroup(site, ann, { handle: 'bakers', name: 'Bakers', description: '', access: 'public' })
  await createGroup(site, ann, { handle: 'secret', name: 'Secret', description: '', access: 'private' })
  const bread = await makeEntry(site, ann, { body: 'Bread for everybody', to: ['bakers'] })
  await makeEntry(site, ann, 'Just a day')
  const hidden = [await makeEntry(site, cem, 'hush one'), await makeEntry(site, ann, { body: 'hush two', to: ['secret'] })]
  for (const entry of hidden) await publishComment(site, entry.authorId === cem.id ? cem : ann, { entry: entry.id, body: 'hush too' })
  await publishComment(site, cem, { entry: bread.id, body: 'I bake as well' })
  for (const entry of hidden) {
    const row = { memberId: entry.authorId, entryId: entry.id, type: 'image/webp', bytes: 5, createdAt: site.now().toISOString() }
    await site.db.transaction(trx => trx('uploads').insert({ id: newId(), file: `${'a'.repeat(64)}.webp`, ...row }))
  }

  for (const path of [
    '/entries',
    '/entries?search=hush',
    '/entries?author=cem',
    '/entries?group=secret',
    '/entries?show=removed',
    '/comments',
    '/comments?author=cem',
    '/media',
    '/held',
    '/entries/export',
    '/entries/export?as=json',
    '/comments/export',
  ]) {
    const answer = await mia.get(`/admin${path}`)
    t.equal(answer.status, 200, path)
    t.notMatch(answer.text, /hush (one|two|too)/, path)
    for (const entry of hidden) t.notMatch(answer.text, entry.shortId, path)
    t.notMatch(answer.text, 'aaaaaaaa', path)
  }
  for (const entry of hidden) {
    t.equal((await mia.get(`/admin/entry?id=${entry.shortId}`)).status, 404)
    const remove = { action: 'entry.remove', id: entry.id, reason: 'x', back: '/admin/entries' }
    t.equal((await mia.post('/admin/act', remove)).status, 404)
  }
  const list = (await mia.get('/admin/entries')).text
  t.match(list, /Bread for everybody/)
  t.match(list, /Just a day/)
  const grouped = (await mia.get('/admin/entries?group=bakers')).text
  t.match(grouped, 'Bread')
  t.notMatch(grouped, 'Just a day')
  t.notMatch((await mia.get('/admin/entries?search=BREAD')).text, 'Just a day')
  t.match((await mia.get('/admin/entries?origin=source')).text, 'Nothing fits')
  t.match((await mia.get('/admin/comments?search=bake')).text, 'I bake as well')
  t.same(JSON.parse((await mia.get('/admin/entries/export?as=json')).text).length, 2)
})

t.test('entries are taken down with a reason that their author reads, and come back', async t => {
  const { site, mia, open } = await setUp(t)
  const { member: ann, browser } = await open('ann')
  const entries = [await makeEntry(site, ann, 'Cheap pills'), await makeEntry(site, ann, 'Cheaper pills')]
  const act = { back: '/admin/entries', each: 'id', id: entries.map(entry => entry.id) }
  t.match(await mia.post('/admin/act', { ...act, action: 'entry.remove' }), { status: 422, text: /Say why/ })
  await mia.post('/admin/act', { ...act, action: 'entry.remove', reason: 'Advertising.' })
  t.notMatch((await mia.get('/admin/entries')).text, 'pills')
  t.match(await browser.get(`/ann/${entries[0]!.shortId}`), { status: 410, text: /They say: Advertising\./ })
  t.match((await mia.get('/admin/entries?show=removed')).text, /Cheaper pills[\s\S]*“Advertising\.”/)
  t.match((await mia.get(`/admin/entry?id=${entries[0]!.shortId}`)).text, /Taken down[\s\S]*by mia/)
  await mia.post('/admin/act', { ...act, action: 'entry.restore' })
  t.equal((await browser.get(`/ann/${entries[0]!.shortId}`)).status, 200)
  t.equal((await listAudit(site, system, { subject: `entries.${entries[0]!.shortId}` })).length, 2)

  await removeEntry(site, ann, { id: entries[0]!.id })
  t.equal((await mia.get(`/admin/entry?id=${entries[0]!.shortId}`)).status, 404, 'what its author removed is gone for staff as well')
  t.equal((await mia.post('/admin/act', { action: 'entry.restore', id: entries[0]!.id, back: '/admin/entries' })).status, 404)

  await editEntry(site, ann, { id: entries[1]!.id, body: 'A better text' })
  t.match((await mia.get(`/admin/entry?id=${entries[1]!.shortId}`)).text, /A better text[\s\S]*What it said before[\s\S]*Cheaper pills/)
})

t.test('comments are taken down and come back; uploads are destroyed', async t => {
  const { site, mia, open } = await setUp(t)
  const { member: ann, browser } = await open('ann')
  const file = `${'b'.repeat(64)}.webp`
  const entry = await makeEntry(site, ann, 'Look')
  await site.db.transaction(async trx => {
    const attachments = JSON.stringify([{ kind: 'image', url: `/media/${file}` }])
    await trx('entries').where({ id: entry.id }).update({ attachments })
    const row = { memberId: ann.id, entryId: entry.id, file, type: 'image/webp', bytes: 2_000_000, createdAt: site.now().toISOString() }
    await trx('uploads').insert({ id: newId(), ...row })
  })
  const { id } = await publishComment(site, ann, { entry: entry.id, body: 'Rude words' })
  await mia.post('/admin/act', { action: 'comment.remove', id, reason: 'Rude.', back: '/admin/comments' })
  t.notMatch((await browser.get(`/ann/${entry.shortId}`)).text, 'Rude words')
  t.match((await mia.get('/admin/comments?show=removed')).text, /Rude words[\s\S]*“Rude\.”/)
  await mia.post('/admin/act', { action: 'comment.restore', id, back: '/admin/comments' })
  t.match((await browser.get(`/ann/${entry.shortId}`)).text, 'Rude words')

  t.match((await mia.get('/admin/entries?media=pictures')).text, 'Look')
  const media = (await mia.get('/admin/media?use=public&order=largest')).text
  t.match(media, /1 uploads, 1\.9 MB together/)
  t.match(media, file)
  const upload: { id: string } = await site.db('uploads').first('id')
  await mia.post('/admin/act', { action: 'media.remove', id: upload.id, reason: 'Not yours.', back: '/admin/media' })
  t.match(await site.db('entries').where({ id: entry.id }).first('attachments'), { attachments: '[]' })
  t.match(await site.db('jobs').where({ name: 'remove-file' }).first('input'), { input: JSON.stringify({ file }) })
  await removeFile(site, { file })
  t.same(await site.db('uploads'), [])
})
