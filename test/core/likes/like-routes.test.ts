import t from 'tap'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'

async function setUp(t: Teardown) {
  const { now, tick } = makeClock()
  const { site, url, outbox } = await makeServedSite(t, { now })
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  await subscribe(site, bob, { handle: 'ann' })
  const bobs = new Browser(url)
  await signInAs(site, bobs, bob)
  await bobs.get('/')
  const first = await makeEntry(site, ann, 'Low water')
  tick()
  const second = await makeEntry(site, ann, 'High water')
  await outbox.drained()
  return { site, url, outbox, tick, ann, bobs, first, second }
}

const script = { 'hx-request': 'true' }

t.test('hiding takes an entry out of home until it is undone, and nowhere else', async t => {
  const { url, bobs, first } = await setUp(t)
  const hidden = await bobs.post(`/entries/${first.id}/hides`, {}, { referer: `${url}/` })
  t.match(hidden, { status: 303, location: `/#entry-${first.id}` })
  const home = await bobs.get('/')
  t.notMatch(home.text, 'Low water')
  t.match(home.text, 'High water')
  t.match(home.text, new RegExp(`Hidden from your home\\.[\\s\\S]*action="/entries/${first.id}/hides"`), 'with undo')
  t.match((await bobs.get('/ann')).text, /Low water[\s\S]*aria-pressed="true">Hidden</, 'elsewhere it stands as ever')
  t.match((await new Browser(url).get('/ann')).text, 'Low water')

  await bobs.post(`/entries/${first.id}/hides`, { _method: 'delete' }, { referer: `${url}/` })
  t.match((await bobs.get('/')).text, 'Low water')
  t.match((await bobs.post(`/entries/${first.id}/hides`, {}, script)).text, /You hid an entry of[\s\S]*Show it again/)
  t.match((await bobs.post(`/entries/${first.id}/hides`, { _method: 'delete' }, script)).text, 'Low water')
})

t.test('what one saves stands in a list of one’s own, last saved first', async t => {
  const { site, url, tick, bobs, first, second } = await setUp(t)
  for (const { id } of [second, first]) {
    tick()
    t.match(await bobs.post(`/entries/${id}/saves`, {}, { referer: `${url}/ann` }), { status: 303, location: `/ann#entry-${id}` })
  }
  t.match((await bobs.get('/saves')).text, /Low water[\s\S]*High water/)
  t.match((await bobs.post(`/entries/${first.id}/saves`, { _method: 'delete' }, script)).text, />Save</)
  t.notMatch((await bobs.get('/saves')).text, 'Low water')

  const visitor = new Browser(url)
  t.match(await visitor.get('/saves'), { status: 302, location: '/sign-in?next=%2Fsaves' })
  const cems = new Browser(url)
  await signInAs(site, cems, await makeMember(site, 'cem'))
  t.notMatch((await cems.get('/saves')).text, 'High water')
})
