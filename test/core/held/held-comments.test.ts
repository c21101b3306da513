import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { editComment } from '../../../core/comments/edit-comment.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { listHeldComments } from '../../../core/held/list-held-comments.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { makePluginFolder, writePlugin } from '../plugins/write-plugin.ts'

const checks = { capabilities: [{ id: 'content:filter', filters: ['comment.checking', 'member.joining'], reason: 'For the test.' }] }
const code = `
  host.filter('comment.checking', said => /pills/.test(said.body) ? { ...said, hold: 'Pills.' } : said)
  host.filter('comment.checking', said => { if (/crash/.test(said.body)) throw new Error('no'); return said })
  host.filter('member.joining', who => who.handle.startsWith('bot') ? { ...who, hold: 'A bot?' } : who.handle.startsWith('evil') ? { ...who, refuse: 'Not you.' } : who)
  host.filter('member.joining', who => { if (who.handle.startsWith('odd')) throw new Error('no'); return who })`

t.test('a comment that a check holds is with its author until somebody has looked at it', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'checks', checks, code)
  const { site, url } = await makeServedSite(t, { pluginFolders: [folder] })
  const [ann, bob, mod] = [
    await makeMember(site, 'ann'),
    await makeMember(site, 'bob'),
    await makeMember(site, 'mod', { role: 'moderator' }),
  ]
  const entry = await makeEntry(site, ann, 'Hello')
  const [annSees, bobSees] = [new Browser(url), new Browser(url)]
  await signInAs(site, annSees, ann)
  await annSees.get('/settings/profile')
  await signInAs(site, bobSees, bob)
  await bobSees.get('/settings/profile')
  const count = async () =>
    ((await site.db('entries').where({ id: entry.id }).first('commentCount')) as { commentCount: number }).commentCount

  const sent = await bobSees.post(`/entries/${entry.id}/comments`, { body: 'cheap pills' })
  t.match((await bobSees.follow(await bobSees.follow(sent))).text, /Others see it once/)
  await bobSees.post(`/entries/${entry.id}/comments`, { body: 'cheap pills' })
  const page = await bobSees.get(`/ann/${entry.shortId}`)
  t.match(page.text, /cheap pills[\s\S]*Only you see this until/)
  t.notMatch((await annSees.get(`/ann/${entry.shortId}`)).text, 'cheap pills')
  const waiting = await listHeldComments(site, mod)
  t.match(waiting, [{ handle: 'bob', reason: 'Pills.', heldBy: 'checks', text: 'cheap pills' }], 'said twice, it waits once')
  t.equal(waiting.length, 1)
  t.equal(await count(), 0)
  await t.rejects(listHeldComments(site, bob), { code: 'forbidden' })
  await t.rejects(listHeldComments(site, visitor), { code: 'forbidden' })

  await t.rejects(site.act(bob, 'comment.release', { id: waiting[0]!.id }), { code: 'forbidden' })
  await site.act(mod, 'comment.release', { id: waiting[0]!.id })
  t.match((await annSees.get(`/ann/${entry.shortId}`)).text, 'cheap pills')
  t.equal(await count(), 1)
  await t.rejects(site.act(mod, 'comment.release', { id: waiting[0]!.id }), { code: 'held-comment-not-found' })

  const crashed = await publishComment(site, bob, { entry: entry.id, body: 'crash' })
  t.match(crashed, { heldReason: /could not check it/ }, 'a check that fails holds')
  await t.rejects(site.act(mod, 'comment.refuse', { id: crashed.id }), { code: 'invalid' }, 'not without a reason')
  await site.act(mod, 'comment.refuse', { id: crashed.id }, { reason: 'Noise' })
  t.equal(await count(), 1)
  t.match(await site.db('comments').where({ id: crashed.id }).first(), { removedReason: 'Noise', removedBy: mod.id, number: 2 })
  await site.act(mod, 'comment.restore', { id: crashed.id })
  t.equal(await count(), 2, 'the way back')

  const said = await publishComment(site, bob, { entry: entry.id, body: 'fine' })
  await editComment(site, bob, { id: said.id, body: 'pills after all' })
  t.match(await site.db('comments').where({ id: said.id }).first('body'), { body: 'fine' }, 'what was there stays')
  const [edit] = await listHeldComments(site, mod)
  await site.act(mod, 'comment.release', { id: edit!.id })
  t.match(await site.db('comments').where({ id: said.id }).first('body', 'editedAt'), { body: 'pills after all', editedAt: /./ })

  const last = await publishComment(site, bob, { entry: entry.id, body: 'more pills' })
  t.equal((await annSees.post(`/held-comments/${last.id}`, { _method: 'delete' })).status, 404, 'not those of others')
  await bobSees.post(`/held-comments/${last.id}`, { _method: 'delete' })
  t.same(await listHeldComments(site, mod), [])
})

t.test('who signs up can be looked at first, or told why not now', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'checks', checks, code)
  const { site, url } = await makeServedSite(t, { pluginFolders: [folder] })
  await makeMember(site, 'ann', { role: 'admin' })
  const sign = async (handle: string) => {
    const browser = new Browser(url)
    await browser.get('/sign-up')
    return browser.post('/sign-up', { handle, email: `${handle}@example.org`, password: 'tidal-lantern-42-orbit' })
  }
  t.match(await sign('carol'), { location: '/welcome' })
  t.match(await sign('bottom'), { location: '/welcome/waiting' })
  t.match(await sign('oddly'), { location: '/welcome/waiting' }, 'a check that fails lets them wait')
  t.match((await sign('evilly')).text, 'Not you.')
  t.equal(await site.db('feeds').where({ handle: 'evilly' }).first('id'), undefined)
})
