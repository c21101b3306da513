import t from 'tap'
import { system, visitor } from '../../../core/actor.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import { chooseLicence } from '../../../core/licences/choose-licence.ts'
import { findMemberById } from '../../../core/members/member.ts'
import type { Site } from '../../../core/site.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

async function licenceOf(site: Site, id: string): Promise<string | null> {
  return (await site.db('entries').where({ id }).first('licence')).licence
}

t.test('a licence is chosen by default and per entry; older entries keep theirs until their author says otherwise', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const before = await makeEntry(site, ann)
  const others = await makeEntry(site, bob)
  t.equal(await licenceOf(site, before.id), null, 'all rights reserved, unless one says otherwise')

  t.equal(await chooseLicence(site, ann, { licence: 'CC-BY-SA-4.0' }), 0)
  const now = { ...ann, member: await findMemberById(site.db, ann.id) }
  const after = await makeEntry(site, now)
  const single = await makeEntry(site, now, { licence: 'CC0-1.0' })
  const own = await makeEntry(site, now, { licence: 'reserved' })
  t.equal(await licenceOf(site, before.id), null)
  t.equal(await licenceOf(site, after.id), 'CC-BY-SA-4.0')
  t.equal(await licenceOf(site, single.id), 'CC0-1.0')
  t.equal(await licenceOf(site, own.id), null)

  t.equal(await chooseLicence(site, now, { licence: 'CC-BY-4.0', older: 'yes' }), 4)
  for (const { id } of [before, after, single, own]) t.equal(await licenceOf(site, id), 'CC-BY-4.0')
  t.equal(await licenceOf(site, others.id), null, 'only one’s own')
})

t.test('the licence of an entry is changed by its author, and that is no edit', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const entry = await makeEntry(site, ann, 'Low water')
  await editEntry(site, ann, { id: entry.id, body: 'Low water', licence: 'CC-BY-4.0' })
  t.match(await site.db('entries').where({ id: entry.id }).first(), { licence: 'CC-BY-4.0', editedAt: null })
  await editEntry(site, ann, { id: entry.id, body: 'High water' })
  t.match(await site.db('entries').where({ id: entry.id }).first(), { licence: 'CC-BY-4.0', body: 'High water' })
  await t.rejects(editEntry(site, bob, { id: entry.id, body: 'High water', licence: 'CC0-1.0' }), { code: 'forbidden' })
  await t.rejects(chooseLicence(site, visitor, { licence: 'CC0-1.0' }), { code: 'unauthorized' })
})

t.test('a change of the site’s texts alters no older entry, and each says under which version it was published', async t => {
  const clock = makeClock()
  // Without plugins: privacy-policy asks before somebody posts under new terms.
  const { site, url } = await makeServedSite(t, { now: clock.now, safe: true })
  const browser = new Browser(url)
  const ann = await makeMember(site, 'ann')
  await makeMember(site, 'bob')
  const older = await makeEntry(site, ann, { body: 'Mine', licence: 'CC-BY-NC-4.0' })
  const plain = await makeEntry(site, ann, 'Mine alone')
  const rows = await site.db('entries').orderBy('id')

  await site.act(system, 'policies.publish', {
    kind: 'ownership',
    text: 'From now on all of it belongs to the site, for ever and everywhere.',
  })
  const waiting = await makeEntry(site, ann, 'While it is announced')
  clock.tick(8 * 86_400_000)
  const newer = await makeEntry(site, ann, 'Afterwards')
  t.same(await site.db('entries').whereIn('id', [older.id, plain.id]).orderBy('id'), rows, 'not a column of it')

  for (const { shortId } of [older, plain, waiting]) {
    const { text } = await browser.get(`/ann/${shortId}`)
    t.match(text, /ownership.version&#x3D;1"/)
    t.notMatch(text, /ownership.version&#x3D;2"/)
  }
  t.match((await browser.get(`/ann/${newer.shortId}`)).text, /ownership.version&#x3D;2"/)
  t.match((await browser.get(`/ann/${older.shortId}`)).text, 'rel="license" href="https://creativecommons.org/licenses/by-nc/4.0/"')
  t.match((await browser.get(`/ann/${plain.shortId}`)).text, 'All rights reserved by its author.')
  t.match((await browser.get('/ownership?version=1')).text, 'You keep all rights', 'what held then can still be read')
})

t.test('what is no licence is refused; licences stand in feeds and in the API', async t => {
  const { site, url } = await makeServedSite(t)
  const browser = new Browser(url)
  const ann = await makeMember(site, 'ann')
  await signInAs(site, browser, ann)
  await browser.get('/')
  t.equal((await browser.post('/entries', { body: 'Hello', licence: 'GPL' })).status, 422)
  t.equal((await browser.post('/entries', { body: 'Hello', licence: 'CC-BY-4.0' })).status, 303)
  const at = 'https://creativecommons.org/licenses/by/4.0/'
  const [atom, rss, json, v2] = await Promise.all(
    ['/feeds/ann.atom', '/feeds/ann.rss', '/feeds/ann.json', '/v2/feed/ann'].map(path => browser.get(path)),
  )
  t.match(atom?.text, `rel="license"`)
  t.match(atom?.text, `href="${at}"`)
  t.match(rss?.text, `<creativeCommons:license>${at}</creativeCommons:license>`)
  t.match(JSON.parse(json?.text ?? ''), { items: [{ _licence: { id: 'CC-BY-4.0', url: at } }] })
  t.match(JSON.parse(v2?.text ?? ''), { entries: [{ licence: { id: 'CC-BY-4.0', name: 'CC BY 4.0', url: at } }] })
})
