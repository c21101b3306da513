import t from 'tap'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { removeEntry } from '../../../core/entries/remove-entry.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'

async function setUp(t: Teardown) {
  const { site, url, outbox } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const [anns, bobs, visitors] = [new Browser(url), new Browser(url), new Browser(url)]
  await signInAs(site, anns, ann)
  await signInAs(site, bobs, bob)
  for (const browser of [anns, bobs]) await browser.get('/')
  return { site, url, outbox, ann, bob, anns, bobs, visitors }
}

const script = { 'hx-request': 'true' }

t.test('an entry has one address; other spellings lead there and keep what was asked', async t => {
  const { site, ann, visitors } = await setUp(t)
  const { id, shortId } = await makeEntry(site, ann, 'Low water')
  const page = await visitors.get(`/ann/${shortId}`)
  t.equal(page.status, 200)
  t.match(page.text, 'Low water')
  for (const other of [`/e/${shortId}`, `/e/${id}`, `/Ann/${shortId}`, `/bob/${shortId}`, `/ann/${id}`, `/ann/${shortId}/`])
    t.match(await visitors.get(`${other}?comments=all`), { status: 302, location: `/ann/${shortId}?comments=all` }, other)
  t.match(await visitors.get('/%41nn'), { status: 302, location: '/ann' })
  t.match(await visitors.get('/ANN/likes?before=x'), { status: 302, location: '/ann/likes?before=x' })
  for (const nowhere of ['/ann/00000000', '/e/nosuch', '/e/%00', '/%00', `/ann/${shortId}?comments=x%00`])
    t.equal((await visitors.get(nowhere)).status, 404, nowhere)
  t.equal((await visitors.get(`/ann/${shortId}?comments=-1`)).status, 422)
})

t.test('an entry in one group alone has its address there', async t => {
  const { site, ann, visitors } = await setUp(t)
  for (const handle of ['cooks', 'bakers']) await createGroup(site, ann, { name: handle, handle, description: '', access: 'public' })
  const addressOf = async (to: string[]) => {
    const { shortId } = await makeEntry(site, ann, { to })
    const { location } = await visitors.get(`/e/${shortId}`)
    t.equal((await visitors.get(location)).status, 200)
    return location.replace(shortId, 'id')
  }
  t.equal(await addressOf(['cooks']), '/cooks/id')
  t.equal(await addressOf(['cooks', 'bakers']), '/ann/id')
  t.equal(await addressOf(['cooks', 'me']), '/ann/id')
})

t.test('an author edits, another cannot, and both forms say why something is refused', async t => {
  const { site, ann, anns, bobs, visitors } = await setUp(t)
  const { id, shortId } = await makeEntry(site, ann, 'Low water')
  const form = await anns.get(`/entries/${id}/edit`)
  t.match(form.text, /<textarea[^>]*name="body"[^>]*>\s*Low water/)
  const refused = await anns.post(`/entries/${id}/edit`, { body: '', link: 'no where' })
  t.equal(refused.status, 422)
  t.match(refused.text, /value="no where"/)
  t.match(refused.text, /class="problem"/)
  const changed = await anns.post(`/entries/${id}/edit`, { body: 'High water', link: 'example.org' })
  t.match(changed, { status: 303, location: `/e/${shortId}` })
  const page = await anns.get(`/ann/${shortId}`)
  t.match(page.text, 'High water')
  t.match(page.text, 'href="https://example.org/"')
  t.match(page.text, 'Changed.')

  for (const browser of [bobs, visitors]) t.equal((await browser.get(`/entries/${id}/edit`)).status, 403)
  t.equal((await bobs.post(`/entries/${id}/edit`, { body: 'Mine' })).status, 403)
  t.equal((await visitors.post(`/entries/${id}/edit`, { body: 'Mine' })).status, 403)
  t.match(await site.db('entries'), [{ body: 'High water' }])
})

t.test('removing says so and can be undone, also on the entry’s own page', async t => {
  const { site, url, ann, anns, bobs, visitors } = await setUp(t)
  const { id, shortId } = await makeEntry(site, ann, 'Low water')
  t.equal((await bobs.post(`/entries/${id}`, { _method: 'delete' })).status, 403)
  const removed = await anns.post(`/entries/${id}`, { _method: 'delete' }, { referer: `${url}/ann/${shortId}` })
  t.match(removed, { status: 303, location: '/' })
  const next = await anns.follow(removed)
  t.notMatch(next.text, 'Low water')
  t.match(next.text, new RegExp(`Removed\\.[\\s\\S]*action="/entries/${id}/removal"`))

  t.match(await visitors.get(`/ann/${shortId}`), { status: 410, text: /This entry was removed/ })
  t.match(await bobs.get(`/e/${id}`), { status: 410 })
  const own = await anns.get(`/ann/${shortId}`)
  t.match(own, { status: 200, text: /You removed this entry[\s\S]*Undo/ })
  t.equal((await bobs.post(`/entries/${id}/removal`, { _method: 'delete' })).status, 404)
  const back = await anns.post(`/entries/${id}/removal`, { _method: 'delete' }, { referer: `${url}/` })
  t.match(back, { status: 303, location: `/#entry-${id}` })
  t.match((await visitors.get(`/ann/${shortId}`)).text, 'Low water')

  const inPlace = await anns.post(`/entries/${id}`, { _method: 'delete' }, script)
  t.match(inPlace, { status: 200, text: /id="entry-[\s\S]*You removed this entry[\s\S]*Undo/ })
  t.match((await anns.post(`/entries/${id}/removal`, { _method: 'delete' }, script)).text, 'Low water')
})

t.test('a removed private entry is not there at all for who could not see it', async t => {
  const { site, bobs, visitors } = await setUp(t)
  const dee = await makeMember(site, 'dee', { access: 'private' })
  const { id, shortId } = await makeEntry(site, dee)
  for (const path of [`/dee/${shortId}`, `/e/${id}`]) {
    for (const browser of [bobs, visitors]) t.equal((await browser.get(path)).status, 404)
  }
  await removeEntry(site, dee, { id })
  for (const browser of [bobs, visitors]) t.equal((await browser.get(`/dee/${shortId}`)).status, 404)
})

t.test('a like replaces the entry for a script and leads back without one', async t => {
  const { site, url, outbox, ann, bob, anns, bobs, visitors } = await setUp(t)
  const { id, shortId } = await makeEntry(site, ann, 'Low water')
  const like = (method: string, headers: Record<string, string> = {}) =>
    bobs.post(`/entries/${id}/likes`, method === 'delete' ? { _method: 'delete' } : {}, { referer: `${url}/ann`, ...headers })
  t.match(await like('post'), { status: 303, location: `/ann#entry-${id}` })
  t.match((await like('delete', script)).text, /id="entry-[\s\S]*>Like</)
  const liked = await like('post', script)
  t.match(liked.text, />Liked</)
  t.notMatch(liked.text, '<html')
  t.match(await site.db('likes'), [{ memberId: bob.id }])

  t.equal((await anns.post(`/entries/${id}/likes`)).status, 409, 'not one’s own')
  t.match(await anns.post(`/entries/${id}/likes`, {}, script), { status: 409, text: /your own entry/ })
  t.notMatch((await anns.get(`/ann/${shortId}`)).text, 'data-like')
  t.equal((await visitors.post(`/entries/${id}/likes`)).status, 403, 'nor without the token of a form')
  await visitors.get('/sign-in')
  t.equal((await visitors.post(`/entries/${id}/likes`)).status, 401)
  await outbox.drained()
  t.match((await bobs.get('/')).text, /liked this/, 'what one likes stands in one’s own home')
})

t.test('nobody is led to another site', async t => {
  const { site, url, ann, bobs } = await setUp(t)
  const { id } = await makeEntry(site, ann)
  for (const referer of ['https://elsewhere.example/x', `${url}//elsewhere.example/x`, `${url}/\\elsewhere.example/`, 'nonsense', '']) {
    const { location } = await bobs.post(`/entries/${id}/likes`, {}, { referer })
    t.match(location, /^\/(?![/\\])/, referer)
  }
})

t.test('HEAD is answered as GET is, without the text', async t => {
  const { site, url, ann } = await setUp(t)
  const { id, shortId } = await makeEntry(site, ann)
  for (const path of ['/', '/public', '/ann', `/ann/${shortId}`, `/e/${id}`, '/nosuch', '/sign-in']) {
    const [head, got] = await Promise.all(['HEAD', 'GET'].map(method => fetch(url + path, { method, redirect: 'manual' })))
    t.equal(head!.status, got!.status, path)
    t.equal(await head!.text(), '')
  }
})

t.test('what a member who is gone wrote stays under the entry’s own address', async t => {
  const { site, ann, bob, visitors } = await setUp(t)
  const { id, shortId } = await makeEntry(site, ann, 'Low water')
  await publishComment(site, bob, { entry: id, body: 'Still here' })
  await likeEntry(site, bob, { entry: id })
  const gone = { authorId: null, body: '', bodyHtml: '', attachments: '[]' }
  await site.db.transaction(trx => trx('entries').where({ id }).update(gone))
  const page = await visitors.get(`/e/${shortId}`)
  t.match(page, { status: 200, text: /former member[\s\S]*Still here/i })
  for (const other of [`/ann/${shortId}`, `/e/${id}`]) t.match(await visitors.get(other), { status: 302, location: `/e/${shortId}` })
})
