import t from 'tap'
import { undoAction } from '../../../core/actions/undo-action.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { findVisibleEntry } from '../../../core/feeds/visibility.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

const because = { reason: 'Rule 3.' }
const share = { to: [], uploads: [] }

async function setUp(t: Parameters<typeof makeServedSite>[0]) {
  const { site, url, outbox } = await makeServedSite(t)
  const [ann, bob] = [await makeMember(site, 'ann'), await makeMember(site, 'bob')]
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  const as = async (member: typeof ann) => {
    const browser = new Browser(url)
    await signInAs(site, browser, member)
    await browser.get('/settings')
    return browser
  }
  return { site, outbox, ann, bob, mia, visitor: new Browser(url), as }
}

t.test('a hidden entry is seen by its author and staff, and comes back', async t => {
  const { site, ann, bob, mia, visitor, as } = await setUp(t)
  const entry = await makeEntry(site, ann, 'Something loud')
  const hidden = await site.act(mia, 'entry.hide', { id: entry.shortId }, because)
  const at = `/ann/${entry.shortId}`
  t.equal((await visitor.get(at)).status, 404)
  t.equal((await (await as(bob)).get(at)).status, 404)
  t.notMatch((await visitor.get('/ann')).text, 'Something loud')
  for (const member of [ann, mia]) t.match((await (await as(member)).get(at)).text, /Moderators hid this[\s\S]*Something loud/)
  t.notMatch((await (await as(mia)).get('/ann')).text, 'Something loud', 'staff read their feeds as everybody does')
  await t.rejects(site.act(bob, 'entry.hide', { id: entry.id }, because), { code: 'forbidden' })
  await t.rejects(site.act(mia, 'entry.hide', { id: entry.id }), { code: 'invalid' })
  await t.rejects(site.act(mia, 'entry.hide', { id: 'none' }, because), { code: 'entry-not-found' })
  await undoAction(site, mia, { id: hidden.auditId! }, because)
  t.equal((await visitor.get(at)).status, 200)
  t.same(await site.db('hidden_entries'), [])
})

t.test('a hidden private entry is no business of staff', async t => {
  const { site, mia } = await setUp(t)
  const dan = await makeMember(site, 'dan', { access: 'private' })
  const entry = await makeEntry(site, dan, 'For friends')
  await site.act({ kind: 'plugin', scopes: [] }, 'entry.hide', { id: entry.id }, { reason: 'A rule.', byPlugin: 'rules' })
  await t.rejects(findVisibleEntry(site.db, mia, entry.id), { code: 'entry-not-found' })
  await site.act(mia, 'entry.show', { id: entry.id }, because)
  t.equal((await findVisibleEntry(site.db, dan, entry.id)).access, 'private')
})

t.test('locked comments stay, and get no more', async t => {
  const { site, ann, bob, mia, as } = await setUp(t)
  const entry = await makeEntry(site, ann, 'Tabs or spaces?')
  await publishComment(site, bob, { entry: entry.id, body: 'Tabs' })
  await site.act(mia, 'entry.lock-comments', { id: entry.id }, because)
  await t.rejects(publishComment(site, bob, { entry: entry.id, body: 'No, tabs' }), { code: 'conflict', message: /locked/ })
  const page = (await (await as(bob)).get(`/ann/${entry.shortId}`)).text
  t.match(page, /The comments are locked[\s\S]*Tabs/)
  t.notMatch(page, `action="/entries/${entry.id}/comments"`)
  await t.rejects(site.act(bob, 'entry.unlock-comments', { id: entry.id }, because), { code: 'forbidden' })
  await site.act(mia, 'entry.unlock-comments', { id: entry.id }, because)
  await publishComment(site, bob, { entry: entry.id, body: 'Spaces, then' })
})

t.test('a warning folds what it is about, by its author or by staff', async t => {
  const { site, ann, mia, visitor, as } = await setUp(t)
  const entry = await publishEntry(site, ann, { ...share, body: 'He dies', warning: ' The <end>  of the film ' })
  const folded = /<details class="warned"><summary>[\s\S]*Content warning[\s\S]*The &lt;end&gt; of the film[\s\S]*He dies/
  for (const path of ['/ann', `/ann/${entry.shortId}`]) t.match((await visitor.get(path)).text, folded)
  const browser = await as(ann)
  t.match((await browser.get(`/entries/${entry.id}/edit`)).text, /value="The &lt;end&gt; of the film"/)
  await browser.post(`/entries/${entry.id}/edit`, { body: 'He dies', label: 'spoiler', warning: '' })
  t.match((await visitor.get('/ann')).text, /<b>Spoiler<\/b>/)
  await editEntry(site, ann, { id: entry.id, body: 'He lives' })
  t.match((await visitor.get('/ann')).text, /<b>Spoiler<\/b>/, 'who says nothing about it changes nothing')
  const labelled = await site.act(mia, 'entry.label', { id: entry.id, label: 'violence', note: 'Blood' }, because)
  await editEntry(site, ann, { id: entry.id, body: 'He dies', label: 'none' })
  t.match((await visitor.get('/ann')).text, /<b>Violence<\/b>: Blood/, 'what staff said stays')
  await undoAction(site, mia, { id: labelled.auditId! }, because)
  await site.act(mia, 'entry.label', { id: entry.id }, because)
  t.notMatch((await visitor.get('/ann')).text, 'class="warned"')
  await t.rejects(site.act(ann, 'entry.label', { id: entry.id }, because), { code: 'forbidden' })
  await t.rejects(site.act(mia, 'entry.label', { id: entry.id, label: 'boring' }, because), { code: 'invalid' })

  const { id } = await publishComment(site, ann, { entry: entry.id, body: 'The butler' })
  await site.act(mia, 'comment.label', { id, label: 'spoiler' }, because)
  t.match((await visitor.get('/ann')).text, /<details class="warned"><summary>[\s\S]*Spoiler[\s\S]*The butler/)
})

t.test('a picture can be covered', async t => {
  const { site, ann, mia, visitor } = await setUp(t)
  const entry = await makeEntry(site, ann, 'Look')
  const file = 'a'.repeat(64) + '.png'
  const attachments = JSON.stringify([{ kind: 'image', url: `/media/${file}`, width: 10, height: 10 }])
  await site.db.transaction(async trx => {
    await trx('uploads').insert({
      id: 'u1',
      memberId: ann.id,
      entryId: entry.id,
      file,
      type: 'image/png',
      bytes: 9,
      createdAt: entry.createdAt,
    })
    await trx('entries').where({ id: entry.id }).update({ attachments })
  })
  const covered = await site.act(mia, 'upload.blur', { id: 'u1' }, because)
  t.match((await visitor.get('/ann')).text, /<details class="warned"><summary>[\s\S]*Pictures that may disturb[\s\S]*<img/)
  await undoAction(site, mia, { id: covered.auditId! }, because)
  t.notMatch((await visitor.get('/ann')).text, 'class="warned"')
  await t.rejects(site.act(ann, 'upload.blur', { id: 'u1' }, because), { code: 'forbidden' })
  await t.rejects(site.act(mia, 'upload.blur', { id: 'u2' }, because), { code: 'upload-not-found' })
})
