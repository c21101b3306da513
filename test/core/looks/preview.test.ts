import t from 'tap'
import { previewCode } from '../../../core/looks/draft.ts'
import { saveDraft } from '../../../core/looks/save-draft.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'

async function setUp(t: Teardown) {
  const clock = makeClock('2026-05-20T12:00:00.000Z')
  const { site, url } = await makeServedSite(t, { now: clock.now })
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const author = new Browser(url)
  await signInAs(site, author, rita)
  const linkOf = (id: string): string => `/previews/${previewCode(site, id)}`
  return { site, url, clock, rita, author, linkOf }
}

t.test('a draft is seen by who holds its link, everywhere on the site, and by nobody else', async t => {
  const { site, url, clock, rita, author, linkOf } = await setUp(t)
  const draft = await saveDraft(site, rita, look => ({ ...look, palette: 'clay', welcome: 'Soon <here>.' }))
  const [holder, other] = [new Browser(url), new Browser(url)]
  t.match(await other.get(`/previews/${draft.id}.${'x'.repeat(27)}`), { status: 404 })
  t.match(await holder.get(`${linkOf(draft.id)}?to=//evil.example`), { status: 302, location: '/' })

  const page = await holder.get('/groups')
  t.match(page, { status: 200, headers: { 'cache-control': 'private, no-store' } })
  t.match(page.text, `/assets/looks/${draft.id}/`)
  t.match(page.text, /id="preview-bar"[\s\S]*only who has the link/)
  t.notMatch(page.text, 'look.publish')
  const sheet = /href="(\/assets\/looks\/[^"]+)"/.exec(page.text.slice(page.text.indexOf(draft.id) - 20))?.[1] ?? ''
  t.match((await other.get(sheet)).text, '--accent')
  t.match((await holder.get('/')).text, 'Soon &lt;here&gt;.')
  t.match(await holder.get('/nothing/here'), { status: 404, text: /id="preview-bar"/ })
  t.match(page.headers['content-security-policy'], "frame-ancestors 'none'")
  t.notMatch((await other.get('/')).text, /preview-bar|Soon/)

  await author.get(linkOf(draft.id))
  const own = await author.get('/')
  t.match(own.text, /rita[\s\S]*/, 'the author is who they are')
  t.match(own.text, 'value="look.publish"')
  t.match(own.headers, { 'content-security-policy': /frame-ancestors 'self'/, 'x-frame-options': 'SAMEORIGIN' })
  t.notMatch((await author.get('/admin')).text, 'preview-bar', 'the panel keeps its look')

  await holder.get('/previews/end')
  t.notMatch((await holder.get('/')).text, 'preview-bar')
  clock.tick(15 * 86_400_000)
  t.notMatch((await author.get('/public')).text, 'preview-bar', 'a draft that nobody changes ends')
  t.equal((await other.get(linkOf(draft.id))).status, 404)
})

t.test('templates from the browser are shown in nobody’s name, and cannot hang the site', async t => {
  const { site, url, rita, author, linkOf } = await setUp(t)
  await makeMember(site, 'bob')
  const bob = new Browser(url)
  await signInAs(site, bob, await makeMember(site, 'cem'))
  const draft = await saveDraft(site, rita, look => ({
    ...look,
    files: { 'groups.hbs': '{{#> layout}}<p>Mine {{me.handle}}</p>{{/layout}}' },
  }))
  await bob.get(linkOf(draft.id))
  const shown = await bob.get('/groups')
  t.match(shown.text, '<p>Mine </p>')
  t.match(shown.headers['content-security-policy'], /; sandbox$/)
  t.match((await bob.get('/settings/profile')).status, 302, 'as a visitor')
  await author.get(linkOf(draft.id))
  const own = await author.get('/groups')
  t.match(own.text, '<p>Mine rita</p>')
  t.notMatch(own.headers['content-security-policy'], 'sandbox')

  const loop =
    '{{#each @root}}{{#each @root}}{{#each @root}}{{#each @root}}{{#each @root}}{{#each @root}}x{{/each}}{{/each}}{{/each}}{{/each}}{{/each}}{{/each}}'
  for (const [text, reason] of [
    [loop, /repeats itself too often|takes too long|too much text/],
    ['{{> group-row}}{{> nowhere}}', /nowhere/],
    ['{{lookup}', /Parse error|Lexical error/],
  ] as const) {
    await saveDraft(site, rita, look => ({ ...look, files: { 'groups.hbs': text } }))
    const answer = await author.get('/groups')
    t.match(answer, { status: 200, text: /shown as it is published, because with the draft it fails/ })
    t.match(answer.text, reason)
  }
})
