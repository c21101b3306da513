import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { chooseLabels } from '../../../core/labels/choose-labels.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

const share = { to: [], uploads: [] }
const fold = /<details class="warned">\s*<summary>[\s\S]*?<b>Violence<\/b>: a boxing match/
const open = /<details class="warned" open>\s*<summary>[\s\S]*?<b>Violence<\/b>: a boxing match/

t.test('each reader is warned, or has it left out, or shown; feeds and the API say it too', async t => {
  const { site, url, outbox } = await makeServedSite(t)
  const [ann, bob] = [await makeMember(site, 'ann'), await makeMember(site, 'bob')]
  const entry = await publishEntry(site, ann, { ...share, body: 'Somebody <bled> a lot.', label: 'violence', warning: 'a boxing match' })
  await publishEntry(site, ann, { ...share, body: 'Bread, and nothing else.' })
  const said = await publishComment(site, ann, { entry: entry.id, body: 'The end: he wins.' })
  await site.db.transaction(trx => trx('comments').where({ id: said.id }).update({ label: 'spoiler' }))
  await outbox.drained()
  const browser = new Browser(url)
  await signInAs(site, browser, bob)
  const page = async (path: string) => (await browser.get(path)).text
  t.match(await page('/ann'), fold)

  const form = await page('/settings/warnings')
  t.equal(form.match(/<option value="warn" selected>/g)?.length, 4, 'to be warned is usual')
  t.equal((await browser.post('/settings/warnings', { sensitive: 'warn', violence: 'show', spoiler: 'hide', other: 'warn' })).status, 303)
  t.match(await page('/ann'), open)
  t.notMatch(await page('/ann'), 'he wins', 'comments too are left out')

  await browser.post('/settings/warnings', { sensitive: 'warn', violence: 'hide', spoiler: 'warn', other: 'warn' })
  for (const path of ['/ann', '/public', '/v2/feed/ann']) {
    const { text } = await browser.get(path)
    t.match(text, 'Bread, and nothing else', path)
    t.notMatch(text, 'Somebody', path)
  }
  t.match(await page(`/ann/${entry.shortId}`), fold, 'who follows a link is warned')
  const own = new Browser(url)
  await signInAs(site, own, ann)
  await chooseLabels(site, ann, { sensitive: 'hide', violence: 'hide', spoiler: 'hide', other: 'hide' })
  t.match((await own.get('/ann')).text, 'he wins', 'what one wrote oneself is there')
  t.equal((await browser.post('/settings/warnings', { violence: 'burn' })).status, 422)
  await t.rejects(chooseLabels(site, visitor, { sensitive: 'hide', violence: 'hide', spoiler: 'hide', other: 'hide' }), {
    code: 'unauthorized',
  })
  t.equal((await new Browser(url).get('/settings/warnings')).status, 302)

  const outside = async (path: string) => (await new Browser(url).get(path)).text
  const atom = await outside('/feeds/ann.atom')
  t.match(atom, /<title type="text">Violence: a boxing match<\/title>/, 'no word of it before the warning')
  t.match(atom, /<category term="violence" scheme="urn:x-tributary:content-warning" label="a boxing match"/)
  t.match(atom, /&lt;details&gt;&lt;summary&gt;&lt;strong&gt;Violence: a boxing match|<details><summary><strong>Violence: a boxing match/)
  t.match(await outside('/feeds/ann.rss'), /<category domain="urn:x-tributary:content-warning">violence</)
  t.match(JSON.parse(await outside('/feeds/ann.json')).items[0], { _content_warning: { label: 'violence' }, content_html: /^<details>/ })
  const { entries } = JSON.parse(await outside('/v2/feed/ann'))
  t.match(entries[0], {
    warning: { label: 'violence', title: 'Violence', note: 'a boxing match' },
    comments: [{ warning: { label: 'spoiler' } }],
  })
  t.notOk(entries[1].warning)
})

t.test('what a hidden suspended member said is hidden too, said so, and comes back', async t => {
  const { site, url } = await makeServedSite(t)
  const [ann, bob] = [await makeMember(site, 'ann'), await makeMember(site, 'bob')]
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  const entry = await publishEntry(site, ann, { ...share, body: 'Bread' })
  await publishComment(site, bob, { entry: entry.id, body: 'Buy my bread' })
  const at = `/ann/${entry.shortId}`
  const reader = new Browser(url)
  const staff = new Browser(url)
  await signInAs(site, staff, mia)
  await site.act(mia, 'member.suspend', { handle: 'bob', days: 7 }, { reason: 'Adverts.' })
  t.match((await reader.get(at)).text, 'Buy my bread', 'without hiding it stays')
  await site.act(mia, 'member.suspend', { handle: 'bob', days: 7, hide: true }, { reason: 'Adverts.' })
  const { text } = await reader.get(at)
  t.match(text, 'What a suspended member said is hidden.')
  t.notMatch(text, /Buy my bread|bob/)
  t.match((await staff.get(at)).text, 'Buy my bread')
  t.match(JSON.parse((await reader.get('/v2/feed/ann')).text).entries[0].comments, [{ placeholder: true, body: /suspended member/ }])
  await site.act(mia, 'member.lift', { handle: 'bob', kind: 'suspension' }, { reason: 'Sorry.' })
  t.match((await reader.get(at)).text, 'Buy my bread')
})
