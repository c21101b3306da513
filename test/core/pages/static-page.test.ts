import t from 'tap'
import { undoAction } from '../../../core/actions/undo-action.ts'
import { system } from '../../../core/actor.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

t.test('pages are written in Markdown, previewed, published in versions, returned and removed', async t => {
  const { site, url } = await makeServedSite(t)
  const [mia, visitor] = [new Browser(url), new Browser(url)]
  await signInAs(site, mia, await makeMember(site, 'mia', { role: 'moderator' }))
  await mia.get('/settings/profile')
  const page = { slug: 'rules', title: 'House rules', body: '# Be kind\n\n<script>x</script> [us](/ann)', place: 'footer' }
  const preview = await mia.post('/admin/static-page', { ...page, do: 'preview' })
  t.match(preview, { status: 200, text: /Preview[\s\S]*<h3>Be kind<\/h3>[\s\S]*&lt;script&gt;/ })
  t.equal((await visitor.get('/pages/rules')).status, 404)
  t.match(await mia.post('/admin/static-page', { ...page, slug: 'No Good' }), { status: 422, text: /house-rules/ })

  await mia.post('/admin/static-page', page)
  const shown = (await visitor.get('/pages/rules')).text
  t.match(shown, /<h1>House rules<\/h1>[\s\S]*<h3>Be kind<\/h3>/)
  t.notMatch(shown, '<script>x')
  t.match((await visitor.get('/public')).text, 'href="/pages/rules">House rules')
  await mia.post('/admin/static-page?slug=rules', { ...page, body: 'Be quiet', place: 'nowhere' })
  t.notMatch((await visitor.get('/public')).text, '/pages/rules')
  const edit = (await mia.get('/admin/static-page?slug=rules')).text
  const [, older] = [...edit.matchAll(/version(?:=|&#x3D;)([0-9a-f-]{36})/g)].map(match => match[1])
  t.match((await mia.get(`/admin/static-page?slug=rules&version=${older}`)).text, /<del>- # Be kind[\s\S]*<ins>\+ Be quiet/)
  t.equal((await mia.get('/admin/static-page?slug=rules&version=none')).status, 404)

  const { auditId = '' } = await site.act(system, 'page.remove', { slug: 'rules' })
  t.equal((await visitor.get('/pages/rules')).status, 404)
  await undoAction(site, system, { id: auditId })
  t.match((await visitor.get('/pages/rules')).text, 'Be quiet')
  await t.rejects(site.act(system, 'page.remove', { slug: 'none' }), { code: 'page-not-found' })
})

t.test('an announcement stands on every page of those it is for, while it is on, until they put it away', async t => {
  const { now, tick } = makeClock()
  const { site, url } = await makeServedSite(t, { now })
  const [ann, visitor] = [new Browser(url), new Browser(url)]
  await signInAs(site, ann, await makeMember(site, 'ann'))
  await site.act(system, 'announcement.publish', { text: 'We meet on Sunday.', link: '/pages/where' })
  await site.act(system, 'announcement.publish', {
    text: 'Open day.',
    audience: 'everybody',
    until: new Date(now().getTime() + 86_400_000).toISOString().slice(0, 10),
  })
  await t.rejects(site.act(system, 'announcement.publish', { text: 'x', link: 'javascript:alert(1)' }), { code: 'invalid' })
  await t.rejects(site.act(system, 'announcement.publish', { text: 'x', until: '2001-01-01' }), { code: 'invalid' })
  t.match((await ann.get('/')).text, /We meet on Sunday\.[\s\S]*Open day\./)
  const seen = (await visitor.get('/public')).text
  t.match(seen, 'Open day.')
  t.notMatch(seen, 'Sunday')
  const id = /action="\/announcements\/([0-9a-f-]+)"/.exec(seen)?.[1] ?? ''
  t.equal((await visitor.post(`/announcements/${id}`, { _method: 'delete' })).status, 303)
  t.notMatch((await visitor.get('/public')).text, 'Open day.')
  t.match((await ann.get('/')).text, 'Open day.', 'others see it still')
  tick(3 * 86_400_000)
  await signInAs(site, ann, await makeMember(site, 'bea'))
  t.notMatch((await ann.get('/')).text, 'Open day.', 'it is over')
  const sunday: { id: string } = await site.db('announcements').where({ audience: 'members' }).first('id')
  await site.act(system, 'announcement.remove', { id: sunday.id })
  t.notMatch((await ann.get('/')).text, 'Sunday')
})
