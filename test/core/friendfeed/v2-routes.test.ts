import t from 'tap'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

const post = { to: [], uploads: [] }

t.test('an entry is found by each of its names', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const entry = await publishEntry(site, ann, { ...post, body: 'Hello' })
  const browser = new Browser(url)
  const hex = entry.id.replaceAll('-', '')
  for (const name of [`e/${hex}`, hex, entry.id, `e/${entry.id}`, entry.shortId, hex.toUpperCase()]) {
    const answer = await browser.get(`/v2/entry/${name}`)
    t.equal(answer.status, 200, name)
    t.match(answer.headers['content-type'], 'application/json')
    t.match(JSON.parse(answer.text), { id: `e/${hex}`, body: 'Hello', url: `${site.url}/ann/${entry.shortId}` })
  }
})

t.test('what is refused says why, in the form and with the codes of FriendFeed', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const hidden = await publishEntry(site, ann, { ...post, body: 'Hello' })
  const browser = new Browser(url)
  const refusals: [string, number, string][] = [
    ['/v2/entry/e/123', 400, 'bad-id-format'],
    ['/v2/entry/e/00000000000000000000000000000000', 404, 'entry-not-found'],
    [`/v2/entry/${hidden.id}`, 404, 'entry-not-found'],
    ['/v2/feed/nobody', 404, 'user-not-found'],
    ['/v2/feed/ann/secrets', 404, 'user-not-found'],
    ['/v2/feed/ann', 403, 'forbidden'],
    ['/v2/feed/home', 401, 'unauthorized'],
    ['/v2/feed/filter/discussions', 401, 'unauthorized'],
    ['/v2/feed/public?format=xml', 400, 'error'],
    ['/v2/feed/public?callback=show', 400, 'error'],
    ['/v2/feed/public?num=many', 422, 'invalid'],
    ['/v2/feed/public?maxcomments=-1', 422, 'invalid'],
    ['/v2/feed/public?num=1&num=2', 422, 'invalid'],
    ['/v2/feed/public?start=20000', 400, 'limit-exceeded'],
    ['/v2/feedinfo/nobody', 404, 'user-not-found'],
    ['/v2/nothing', 404, 'not-found'],
  ]
  for (const [path, status, errorCode] of refusals) {
    const answer = await browser.get(path)
    t.equal(answer.status, status, path)
    const { errorCode: code, errorMessage } = JSON.parse(answer.text)
    t.equal(code, errorCode, path)
    t.type(errorMessage, 'string')
  }
  t.equal((await browser.post('/v2/entry')).status, 403, 'changes need more than an address')
})

t.test('an answer is sent once as long as nothing changed', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  await publishEntry(site, ann, { ...post, body: 'Hello' })
  const browser = new Browser(url)
  const first = await browser.get('/v2/feed/ann')
  const etag = first.headers.etag ?? ''
  t.match(etag, /^W\/"/)
  const again = await browser.get('/v2/feed/ann', { 'if-none-match': `"other", ${etag}` })
  t.equal(again.status, 304)
  t.equal(again.text, '')
  await publishEntry(site, ann, { ...post, body: 'Hello again' })
  const changed = await browser.get('/v2/feed/ann', { 'if-none-match': etag })
  t.equal(changed.status, 200)
  t.not(changed.headers.etag, etag)
  t.match((await browser.get('/v2/feed/ann?pretty=1')).text, '\n  "entries": [')
})

t.test('other sites may read what visitors may, and nothing that a cookie opens', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const browser = new Browser(url)
  const answer = await browser.get('/v2/feed/public', { origin: 'https://other.example' })
  t.equal(answer.headers['access-control-allow-origin'], '*')
  t.notOk('access-control-allow-credentials' in answer.headers)
  t.equal((await browser.get('/v2/feed/nobody')).headers['access-control-allow-origin'], '*', 'refusals too')
  await signInAs(site, browser, ann)
  const own = await browser.get('/v2/feed/home', { origin: 'https://other.example' })
  t.equal(own.status, 200)
  t.notOk('access-control-allow-origin' in own.headers)
  t.match(own.headers, { 'cache-control': /private/, vary: /Cookie/ })
})

t.test('who reads a feed and what it reads', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann', { name: 'Ann' })
  const bob = await makeMember(site, 'bob', { name: 'Bob', access: 'private' })
  await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: 'Soup', access: 'public' })
  await createGroup(site, ann, { name: 'Secret', handle: 'secret', description: 'Hush', access: 'private' })
  await joinGroup(site, bob, { handle: 'cooks' })
  const browser = new Browser(url)
  const read = async (id: string) => JSON.parse((await browser.get(`/v2/feedinfo/${id}`)).text)

  t.same(await read('cooks'), {
    id: 'cooks',
    name: 'Cooks',
    type: 'group',
    description: '<p>Soup</p>',
    subscribers: [{ id: 'ann', name: 'Ann', type: 'user' }],
    admins: [{ id: 'ann', name: 'Ann', type: 'user' }],
  })
  t.same((await read('ann')).subscriptions, [{ id: 'cooks', name: 'Cooks', type: 'group' }], 'the private group is not named')
  t.same(await read('secret'), { id: 'secret', name: 'Secret', type: 'group', private: true })
  t.same(await read('bob'), { id: 'bob', name: 'Bob', type: 'user', private: true })

  await signInAs(site, browser, ann)
  t.match(await read('secret'), { description: '<p>Hush</p>', admins: [{ id: 'ann' }], commands: ['unsubscribe', 'post', 'admin'] })
  t.same(
    (await read('home')).subscriptions.map(({ id }: { id: string }) => id),
    ['cooks', 'secret'],
  )
})
