import { Browser, makeMember, makePluginSite, signInAs } from 'core/testing'
import t from 'tap'

const folder = new URL('..', import.meta.url)
const day = 86_400_000
const text = 'You keep all rights, and now the site may also print a yearbook of what you let it print.'

/** A site with two members who were there before its ownership text changed, and the clock of it. */
async function makeChanged(t: Parameters<typeof makePluginSite>[0]) {
  let time = Date.parse('2026-11-01T12:00:00.000Z')
  const { site, url, outbox } = await makePluginSite(t, folder, { now: () => new Date(time) })
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const browsers = await Promise.all(
    [ann, bob].map(async member => {
      const browser = new Browser(url)
      await signInAs(site, browser, member)
      return browser
    }),
  )
  // Sessions of tests last a day.
  const tick = async (days: number): Promise<void> => {
    time += days * day
    await signInAs(site, browsers[0]!, ann)
    await signInAs(site, browsers[1]!, bob)
  }
  await tick(1)
  await site.act({ kind: 'system', scopes: [] }, 'policies.publish', { kind: 'ownership', text })
  await outbox.drained()
  return { site, url, ann, bob, annBrowses: browsers[0]!, bobBrowses: browsers[1]!, tick }
}

const answers = '/plugins/privacy-policy/answers'

t.test('before it holds everybody is asked on every page; who accepts is asked no more and posts as ever', async t => {
  const { site, url, annBrowses, ann, tick } = await makeChanged(t)
  const home = (await annBrowses.get('/')).text
  t.match(home, '“Who owns what” is about to change.')
  t.match((await annBrowses.get('/ownership?version=2')).text, /<ins>.*yearbook/s, 'the banner leads to what changes')
  t.equal((await annBrowses.post('/entries', { body: 'Before it holds' })).status, 303, 'nothing is refused before')
  t.notMatch((await new Browser(url).get('/')).text, 'is about to change', 'visitors agreed to nothing')

  await annBrowses.get('/')
  t.equal((await annBrowses.post(answers, { kind: 'ownership', version: '2', answer: 'accepted' })).status, 303)
  t.notMatch((await annBrowses.get('/groups')).text, 'is about to change')
  await tick(8)
  t.notMatch((await annBrowses.get('/')).text, 'policy-banner')
  t.equal((await annBrowses.post('/entries', { body: 'After it holds' })).status, 303)
  t.match(await site.db('plugin_rows').where({ plugin: 'privacy-policy' }), [{ memberId: ann.id, export: 'yes', erase: 'delete' }])
  t.match((await annBrowses.get('/plugins/privacy-policy/')).text, 'You accepted it')
})

t.test('who declines reads and takes along, but posts nothing new; what they had published stays', async t => {
  const { site, bobBrowses, bob, tick } = await makeChanged(t)
  await bobBrowses.get('/')
  await bobBrowses.post('/entries', { body: 'Older words' })
  const [before] = await site.db('entries').select()
  await bobBrowses.post(answers, { kind: 'ownership', version: '2', answer: 'declined' })
  t.equal((await bobBrowses.post('/entries', { body: 'Still under the old one' })).status, 303, 'the old one holds for a week')
  await tick(8)

  const home = await bobBrowses.get('/')
  t.match(home.text, 'You declined version 2 of “Who owns what”')
  const refused = await bobBrowses.post('/entries', { body: 'New words' })
  t.equal(refused.status, 422)
  t.match(refused.text, 'You declined a policy of this site, so you cannot post here.')
  t.match(refused.text, 'New words', 'what was typed is not lost')
  t.equal((await bobBrowses.post(`/entries/${before.id}/comments`, { body: 'A word' })).status, 422)
  t.same(await site.db('entries').where({ id: before.id }).first(), before)
  t.equal((await bobBrowses.get(`/bob/${before.shortId}`)).status, 200)
  t.match((await bobBrowses.get(`/bob/${before.shortId}`)).text, 'ownership?version&#x3D;1')
  t.equal((await bobBrowses.get('/settings/account')).status, 200, 'leaving is where it was')

  await bobBrowses.get('/')
  await bobBrowses.post(answers, { kind: 'ownership', version: '2', answer: 'accepted' })
  t.equal((await bobBrowses.post('/entries', { body: 'New words' })).status, 303, 'one can change one’s mind')
  t.equal(
    await site
      .db('plugin_rows')
      .where({ memberId: bob.id })
      .then(rows => rows.length),
    1,
    'one answer per version',
  )
})

t.test('who says nothing is asked when posting; who joins later is not asked', async t => {
  const { site, url, annBrowses, tick } = await makeChanged(t)
  await tick(8)
  await annBrowses.get('/')
  const refused = await annBrowses.post('/entries', { body: 'Hello' })
  t.equal(refused.status, 422)
  t.match(refused.text, 'has a new version. Read what changed')
  const cem = await makeMember(site, 'cem')
  const browser = new Browser(url)
  await signInAs(site, browser, cem)
  t.notMatch((await browser.get('/')).text, 'policy-banner')
  t.equal((await browser.post('/entries', { body: 'Hello' })).status, 303)
  t.match((await browser.get('/plugins/privacy-policy/')).text, 'It held when you joined')
})

t.test('an answer needs a member, a version that there is, and an answer', async t => {
  const { url, annBrowses } = await makeChanged(t)
  await annBrowses.get('/')
  for (const wrong of [
    { kind: 'ownership', version: '9', answer: 'accepted' },
    { kind: 'weather', version: '1', answer: 'accepted' },
    { kind: 'ownership', version: '2', answer: 'perhaps' },
    { kind: 'ownership', version: 'two', answer: 'accepted' },
  ])
    t.equal((await annBrowses.post(answers, wrong)).status, 422, JSON.stringify(wrong))
  const visitor = new Browser(url)
  await visitor.get('/sign-in')
  t.equal((await visitor.post(answers, { kind: 'ownership', version: '2', answer: 'accepted' })).status, 401)
  t.not((await visitor.get('/plugins/privacy-policy/')).status, 200)
})
