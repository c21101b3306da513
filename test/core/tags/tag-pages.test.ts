import t from 'tap'
import type { MemberActor } from '../../../core/actor.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import { importEntries } from '../../../core/entries/import-entry.ts'
import { originOfSource } from '../../../core/entries/import-origin.ts'
import { removeEntry, restoreEntry } from '../../../core/entries/remove-entry.ts'
import { holdEntries } from '../../../core/held/hold-entries.ts'
import { destroyAccount } from '../../../core/members/destroy-account.ts'
import { editProfile } from '../../../core/members/edit-profile.ts'
import type { Running } from '../../../core/serve.ts'
import { removeSource } from '../../../core/sources/remove-source.ts'
import type { FetchedEntry } from '../../../core/sources/source-type.ts'
import { sweepTags } from '../../../core/tags/sweep-tags.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'
import { makeSource } from '../../../core/testing/make-source.ts'
import { feedOf } from '../sources/fake-source-type.ts'

async function setUp(t: Teardown, options = {}) {
  const running = await makeServedSite(t, options)
  const { site, url } = running
  const [ann, cem] = [await makeMember(site, 'ann'), await makeMember(site, 'cem', { access: 'private' })]
  const browserOf = async (member: MemberActor) => {
    const browser = new Browser(url)
    await signInAs(site, browser, member)
    return browser
  }
  return { ...running, ann, cem, visitor: new Browser(url), browserOf }
}

/** Name and count of each tag, once everything that was done is known. */
async function countsOf({ site, outbox }: Pick<Running, 'site' | 'outbox'>): Promise<Record<string, number>> {
  await outbox.drained()
  const rows: { name: string; uses: number }[] = await site.db('tags').orderBy('name').select('name', 'uses')
  return Object.fromEntries(rows.map(({ name, uses }) => [name, uses]))
}

t.test('a tag in an entry is a link to a page with everything that has it', async t => {
  const { site, outbox, ann, visitor } = await setUp(t)
  await makeEntry(site, ann, 'Rye again. #Bread #東京')
  await makeEntry(site, ann, 'White today, #bread')
  await makeEntry(site, ann, 'Nothing of the kind')
  t.same(await countsOf({ site, outbox }), { bread: 2, 東京: 1 })
  const page = await visitor.get('/tags/bread')
  t.match(page.text, /White today[\s\S]*Rye again/)
  t.notMatch(page.text, 'Nothing of the kind')
  t.match(page.text, '<a class="tag" rel="tag" href="/tags/bread">#Bread</a>')
  t.match(page.text, /2 public entries/)
  t.match(page.text, 'href="/feeds/tags/bread.atom"')
  t.match(await visitor.get('/tags/BREAD?before=x'), { status: 302, location: '/tags/bread?before=x' })
  t.equal((await visitor.get(`/tags/${encodeURIComponent('東京')}`)).status, 200)
  t.match((await visitor.get('/tags/nobody')).text, /Nothing with #nobody yet/)
  for (const path of ['/tags', '/tags/1', '/tags/a-b', '/tags/a/b', '/tags/%00', `/tags/${'a'.repeat(300)}`])
    t.equal((await visitor.get(path)).status, 404, path)
})

t.test('feeds for readers elsewhere and the JSON API know tags', async t => {
  const { site, ann, cem, visitor } = await setUp(t)
  await makeEntry(site, ann, 'Rye again. #Müsli #bread')
  await makeEntry(site, cem, 'hush #müsli')
  const name = encodeURIComponent('müsli')
  const atom = await visitor.get(`/feeds/tags/${name}.atom`)
  t.match(atom.text, /<category term="Müsli"/)
  t.match(atom.text, `/feeds/tags/${name}.atom`)
  t.notMatch(atom.text, 'hush')
  t.match(atom.text, `${site.url}/tags/bread`, 'with links that lead here from elsewhere')
  t.match((await visitor.get(`/feeds/tags/${name}.rss`)).text, /<category>Müsli<\/category>/)
  t.match(JSON.parse((await visitor.get(`/feeds/tags/${name}.json`)).text), { items: [{ tags: ['Müsli', 'bread'] }] })
  t.equal((await visitor.get('/feeds/tags/1.atom')).status, 404)
  const feed = JSON.parse((await visitor.get(`/v2/feed/tags/${name}`)).text)
  t.match(feed, { id: 'tags/müsli', name: '#Müsli', type: 'special', entries: [{ tags: ['Müsli', 'bread'] }] })
  t.equal(feed.entries.length, 1)
  t.match(feed.entries[0].body, `href="${site.url}/tags/bread"`)
})

t.test('who may not read an entry does not learn of its tags', async t => {
  const { site, outbox, cem, visitor, browserOf } = await setUp(t)
  const entry = await makeEntry(site, cem, 'hush #SecretPlan')
  t.same(await countsOf({ site, outbox }), { secretplan: 0 })
  t.match((await (await browserOf(cem)).get('/tags/secretplan')).text, 'hush')
  const page = (await visitor.get('/tags/secretplan')).text
  t.match(page, /Nothing with #secretplan yet/)
  t.notMatch(page, 'SecretPlan', 'not even how it is written')
  await editProfile(site, cem, { name: 'Cem', description: '', access: 'public', linkTitle: [], linkUrl: [] })
  t.same(await countsOf({ site, outbox }), { secretplan: 1 })
  t.match((await visitor.get('/tags/secretplan')).text, 'hush')
  await editProfile(site, cem, { name: 'Cem', description: '', access: 'private', linkTitle: [], linkUrl: [] })
  t.same(await countsOf({ site, outbox }), { secretplan: 0 })
  await removeEntry(site, cem, { id: entry.id })
  t.notMatch((await (await browserOf(cem)).get('/tags/secretplan')).text, 'hush')
})

t.test('tags follow the text, and what becomes of the entry', async t => {
  const { site, outbox, ann, visitor } = await setUp(t)
  const entry = await makeEntry(site, ann, '#old and #kept')
  t.same(await countsOf({ site, outbox }), { kept: 1, old: 1 })
  await editEntry(site, ann, { id: entry.id, body: '#new and #kept, [#no](x)' })
  t.same(await countsOf({ site, outbox }), { kept: 1, new: 1, no: 1, old: 0 })
  t.match((await visitor.get('/tags/old')).text, 'Nothing with')
  t.match((await visitor.get('/tags/new')).text, '#kept')
  await removeEntry(site, ann, { id: entry.id })
  t.same(await countsOf({ site, outbox }), { kept: 0, new: 0, no: 0, old: 0 })
  await restoreEntry(site, ann, { id: entry.id })
  t.same(await countsOf({ site, outbox }), { kept: 1, new: 1, no: 1, old: 0 })
  await editEntry(site, ann, { id: entry.id, body: 'none at all' })
  t.same(await countsOf({ site, outbox }), { kept: 0, new: 0, no: 0, old: 0 })
  await site.db.transaction(trx => trx('tags').update({ createdAt: '2020-01-01T00:00:00.000Z' }))
  await makeEntry(site, ann, 'again #new')
  await sweepTags(site)
  t.same(await countsOf({ site, outbox }), { new: 1 }, 'words that nobody uses are forgotten')
})

t.test('an entry that is held counts for nobody until it is published', async t => {
  const { site, outbox, ann } = await setUp(t)
  const entry = await makeEntry(site, ann, 'buy #pills')
  t.same(await countsOf({ site, outbox }), { pills: 1 })
  await site.db.transaction(trx => holdEntries(site, trx, [entry.id], { reason: 'It sells something.', by: 'ann' }))
  t.same(await countsOf({ site, outbox }), { pills: 0 })
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await site.act(rita, 'entry.release', { id: entry.id })
  t.same(await countsOf({ site, outbox }), { pills: 1 })
})

const tea: Partial<FetchedEntry> = {
  guid: 'tea',
  title: 'Green tea',
  url: 'https://tea.example/green',
  html: '<p>Cooler water, for #tea. <code>#code</code></p>',
  publishedAt: '2026-06-01T10:00:00.000Z',
  tags: ['Tea', 'hot drinks', 'Uncategorized'],
}

t.test('what comes in keeps the tags that it has where it came from', async t => {
  const { site, outbox, ann, visitor } = await setUp(t)
  const source = await makeSource(site, ann, { url: 'https://tea.example/feed', title: 'Tea notes' })
  await importEntries(site, originOfSource(source), feedOf([tea]), { first: true })
  t.same(await countsOf({ site, outbox }), { hotdrinks: 1, tea: 1 })
  const page = (await visitor.get('/tags/hotdrinks')).text
  t.match(page, 'href="/tags/tea">#tea</a>', 'one in the text is a link there')
  t.match(page, /<ul class="entry-tags" aria-label="Tags"><li><a class="tag" rel="tag" href="\/tags\/hotdrinks">#<bdi>HotDrinks/)
  t.match(await site.db('entry_tags').where({ word: 'tea' }).first('at'), { at: tea.publishedAt })
  await importEntries(site, originOfSource(source), feedOf([{ ...tea, tags: ['Tea', 'water'] }]), { first: false })
  t.same(await countsOf({ site, outbox }), { hotdrinks: 0, tea: 1, water: 1 }, 'and follows when they change')

  await removeSource(site, ann, { id: source.id, imported: 'remove' })
  t.same(await countsOf({ site, outbox }), { hotdrinks: 0, tea: 0, water: 0 })
})

t.test('with an account its tags go as well', async t => {
  const { site, outbox, ann, cem } = await setUp(t)
  await makeEntry(site, ann, 'mine #bread')
  await makeEntry(site, cem, 'theirs #bread')
  t.same(await countsOf({ site, outbox }), { bread: 1 })
  await destroyAccount(site, ann.id)
  t.same(await countsOf({ site, outbox }), { bread: 0 })
  t.equal((await site.db('entry_tags')).length, 1)
})
