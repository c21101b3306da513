import t from 'tap'
import { system, visitor } from '../../../core/actor.ts'
import { chooseConsents } from '../../../core/consents/choose-consents.ts'
import { listConsents } from '../../../core/consents/list-consents.ts'
import { disablePlugin } from '../../../core/plugins/disable-plugin.ts'
import { enablePlugin } from '../../../core/plugins/enable-plugin.ts'
import { keepToRetention } from '../../../core/retention/keep-to-retention.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { makePluginFolder, note, takeNotes, writePlugin } from '../plugins/write-plugin.ts'

const day = 86_400_000
const mailing = {
  id: 'mailing',
  title: 'Send my entries by post',
  says: 'A printer in Bremen prints and posts them. Taken back, the rest is not sent.',
}

/** A plugin that asks for something, says who allows it, and hears when that changes. */
function writeLetters(folder: string, runtime: 'trusted' | 'sandbox', consent = mailing): void {
  const events = ['consent.given', 'consent.withdrawn']
  writePlugin(
    folder,
    'letters',
    {
      title: 'Letters',
      runtime,
      capabilities: [{ id: 'events:listen', events, reason: 'For the test.' }],
      contributes: { consents: [consent], routes: [{ id: 'ask', method: 'GET', path: '/ask/:id', for: 'everyone', input: idInput }] },
    },
    `host.route('ask', async ({ input }) => ({ json: { has: await host.consents.has(input.id, 'mailing'), all: await host.consents.members('mailing'),
       other: await host.consents.has(input.id, 'search-engines').catch(error => error.message) } }))
     ${runtime === 'trusted' ? `for (const name of ['consent.given', 'consent.withdrawn']) host.on(name, ({ plugin, consent }) => { ${note('[name, plugin, consent]')} })` : ''}`,
  )
}

const idInput = { type: 'object', properties: { id: { type: 'string' } } }

t.test('search engines are asked to leave out what a member has not allowed', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const [ofAnn, ofBob] = [await makeEntry(site, ann, 'Low water #rivers'), await makeEntry(site, bob, 'High water')]
  const robots = async (path: string) => (await fetch(url + path)).headers.get('x-robots-tag')
  const paths = ['/ann', '/ann/comments', `/ann/${ofAnn.shortId}`, '/feeds/ann.atom', '/tags/rivers']
  for (const path of paths) t.equal(await robots(path), 'noindex', path)

  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  const [, value = ''] =
    /name="allow" value="(search-engines@[0-9a-f]{64})"(?! checked)/.exec((await browser.get('/settings/data')).text) ?? []
  t.equal((await browser.post('/settings/data/consents', { asked: value, allow: value })).status, 303)
  t.match((await browser.get('/settings/data')).text, `value="${value}" checked`)
  for (const path of paths) t.equal(await robots(path), null, path)
  t.equal(await robots(`/bob/${ofBob.shortId}`), 'noindex', 'each for themselves')
  t.equal(await robots('/public'), 'noindex', 'Bob stands there too')
  t.equal(await robots('/'), 'nosnippet, noarchive', 'that the site is there can be known')

  t.equal((await browser.post('/settings/data/consents', { asked: value })).status, 303)
  t.equal(await robots('/ann'), 'noindex')
  t.match(await site.db('consents').where({ memberId: ann.id }), [
    { consent: 'search-engines', saysHash: value.split('@')[1], says: /^Search engines may show/, givenAt: /^2/, withdrawnAt: /^2/ },
  ])
})

for (const runtime of ['trusted', 'sandbox'] as const) {
  t.test(`a plugin asks, is told, and another sentence is asked for again (${runtime})`, async t => {
    takeNotes()
    const folder = makePluginFolder(t)
    writeLetters(folder, runtime)
    const { site, url, outbox } = await makeServedSite(t, { pluginFolders: [folder] })
    const ann = await makeMember(site, 'ann')
    const ask = async (): Promise<unknown> => (await fetch(`${url}/plugins/letters/ask/${ann.id}`)).json()
    const shown = async () => (await listConsents(site.db, site.registry, ann.id)).find(({ plugin }) => plugin === 'Letters')
    const asked = [(await shown())!.value]

    t.match(await ask(), { has: false, all: [], other: /needs "search-engines" in "contributes.consents"/ })
    await chooseConsents(site, ann, { asked, allow: asked })
    await chooseConsents(site, ann, { asked, allow: asked })
    t.match(await ask(), { has: true, all: [ann.id] })
    t.match((await new Browser(url).get('/privacy')).text, /Send my entries by post/)

    writeLetters(folder, runtime, { ...mailing, says: `${mailing.says} Also to Oslo.` })
    for (const act of [disablePlugin, enablePlugin]) await act(site, system, { name: 'letters' })
    t.match(await ask(), { has: false, all: [] }, 'these words nobody has agreed to')
    t.match(await shown(), { allowed: false, changed: true })
    await t.rejects(chooseConsents(site, ann, { asked, allow: [`letters/mailing@${'0'.repeat(64)}`] }), { code: 'conflict' })
    const again = [(await shown())!.value]
    await chooseConsents(site, ann, { asked: again, allow: again })
    t.match(await ask(), { has: true })
    await chooseConsents(site, ann, { asked: again, allow: [] })
    t.match(await ask(), { has: false, all: [] })
    await outbox.drained()
    const told = ['given', 'given', 'withdrawn'].map(what => [`consent.${what}`, 'letters', 'mailing'])
    if (runtime === 'trusted') t.same(takeNotes(), told)
  })
}

t.test('what a plugin that is gone was allowed can be taken back, and is forgotten after its time; only members choose', async t => {
  const clock = makeClock()
  const { site } = await makeServedSite(t, { now: clock.now })
  const ann = await makeMember(site, 'ann')
  const says = { says: 'Send my entries by post. A printer does.', saysHash: 'f'.repeat(64) }
  const row = { id: 'c'.repeat(36), memberId: ann.id, consent: 'letters/mailing', ...says, givenAt: clock.now().toISOString() }
  await site.db.transaction(trx => trx('consents').insert(row))
  const value = `letters/mailing@${'f'.repeat(64)}`
  t.match(await listConsents(site.db, site.registry, ann.id), [{}, { value, gone: true, allowed: true }])

  await t.rejects(chooseConsents(site, visitor, { asked: [value], allow: [] }), { code: 'unauthorized' })
  const bob = await makeMember(site, 'bob')
  await t.rejects(chooseConsents(site, bob, { asked: [value], allow: [value] }), { code: 'conflict' }, 'nobody asks')
  await chooseConsents(site, bob, { asked: [value], allow: [] })
  await chooseConsents(site, ann, { asked: [value], allow: [value] })
  t.match(await site.db('consents'), [{ withdrawnAt: null }])
  await chooseConsents(site, ann, { asked: [value], allow: [] })
  clock.tick(364 * day)
  await keepToRetention(site)
  t.equal((await site.db('consents')).length, 1)
  clock.tick(2 * day)
  await keepToRetention(site)
  t.same(await site.db('consents'), [])
})
