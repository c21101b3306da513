import t from 'tap'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import { newId } from '../../../core/db/new-id.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
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
  const entry = await makeEntry(site, ann, 'Low water')
  return { site, url, outbox, ann, bob, anns, bobs, visitors, entry, page: `/ann/${entry.shortId}` }
}

const script = { 'hx-request': 'true' }

t.test('a comment leads back to where it was written, or renews the entry for a script', async t => {
  const { site, url, bobs, visitors, entry, page } = await setUp(t)
  const said = await bobs.post(`/entries/${entry.id}/comments`, { body: 'First <one>' }, { referer: url + page })
  const comment = await site.db('comments').first()
  t.match(said, { status: 303, location: `${page}#comment-${comment.id}` })
  const inPlace = await bobs.post(`/entries/${entry.id}/comments`, { body: 'Second' }, script)
  t.match(inPlace, { status: 200, text: /^[^<]*<article class="entry"[\s\S]*First &lt;one&gt;[\s\S]*Second/ })
  t.match((await visitors.get(page)).text, /First &lt;one&gt;[\s\S]*Second/)
  t.equal((await visitors.post(`/entries/${entry.id}/comments`, { body: 'x' })).status, 401)
})

t.test('a refused comment is shown again with the reason', async t => {
  const { site, bobs, entry } = await setUp(t)
  const long = 'a'.repeat(10_001)
  const refused = await bobs.post(`/entries/${entry.id}/comments`, { body: long })
  t.match(refused, { status: 422, text: /at most 10000 characters/ })
  t.match(refused.text, `action="/entries/${entry.id}/comments"`)
  t.match(refused.text, long)
  const inPlace = await bobs.post(`/entries/${entry.id}/comments`, { body: long }, script)
  t.match(inPlace, { status: 422, text: /at most 10000 characters/ })
  t.notMatch(inPlace.text, '<html')
  t.equal((await bobs.post(`/entries/${entry.id}/comments`, { body: ' ' })).status, 422)
  t.equal((await bobs.post(`/entries/${newId()}/comments`, { body: 'x' })).status, 404)
  t.same(await site.db('comments'), [])
})

t.test('a comment is edited and removed by its author, and back with one click', async t => {
  const { site, url, ann, bob, anns, bobs, visitors, entry, page } = await setUp(t)
  const { id } = await publishComment(site, bob, { entry: entry.id, body: 'Really' })
  t.match((await bobs.get(`/comments/${id}/edit`)).text, />\s*Really<\/textarea>/)
  t.match(await bobs.post(`/comments/${id}/edit`, { body: 'Oh' }), { status: 303, location: `/e/${entry.id}#comment-${id}` })
  t.match(await bobs.post(`/comments/${id}/edit`, { body: '' }), { status: 422, text: /class="problem"/ })
  t.match((await bobs.post(`/comments/${id}`, { _method: 'put', body: 'Oh!' }, script)).text, /Oh![\s\S]*edited/)
  for (const browser of [anns, visitors]) t.equal((await browser.get(`/comments/${id}/edit`)).status, 403)
  t.equal((await anns.post(`/comments/${id}/edit`, { body: 'x' })).status, 403)

  const removed = await anns.post(`/comments/${id}`, { _method: 'delete' }, { referer: url + page })
  t.match(removed, { status: 303, location: `${page}#entry-${entry.id}` })
  const after = await anns.get(page)
  t.notMatch(after.text, 'Oh!')
  t.match(after.text, `action="/comments/${id}/removal"`)
  t.equal((await bobs.post(`/comments/${id}/removal`, { _method: 'delete' })).status, 403)
  t.match(await anns.post(`/comments/${id}/removal`, { _method: 'delete' }), { status: 303, location: new RegExp(`#comment-${id}$`) })
  t.match((await visitors.get(page)).text, 'Oh!')
  t.equal(ann.id, entry.authorId)
})

t.test('a folded thread opens in place; the entry’s own page is not folded again by a like', async t => {
  const { site, url, outbox, ann, bob, bobs, visitors, entry, page } = await setUp(t)
  for (let n = 1; n <= 6; n++) await publishComment(site, ann, { entry: entry.id, body: `Number ${n}.` })
  const folded = await visitors.get('/ann')
  t.match(folded.text, /Number 1\.[\s\S]*4 more comments[\s\S]*Number 6\./)
  t.notMatch(folded.text, 'Number 2.')
  const opened = await visitors.get(`/entries/${entry.id}/comments`, script)
  t.match(opened.text, /^\s*<ol class="comments">[\s\S]*Number 2\.[\s\S]*Number 5\./)
  t.match(await visitors.get(`/entries/${entry.id}/comments`), { status: 303, location: `${page}?comments=all` })

  const like = (current: string) => bobs.post(`/entries/${entry.id}/likes`, {}, { ...script, 'hx-current-url': url + current })
  t.match((await like(page)).text, 'Number 3.')
  t.notMatch((await like('/ann')).text, 'Number 3.')

  const cem = await makeMember(site, 'cem')
  await likeEntry(site, cem, { entry: entry.id })
  await subscribe(site, bob, { handle: 'cem' })
  await bobs.get('/')
  await outbox.drained()
  t.match((await like('/')).text, /liked this|commented on this/, 'home goes on saying why it is there')
})

t.test('a thread of thousands is read in parts', async t => {
  const { site, ann, visitors, bobs, entry, page } = await setUp(t)
  const rows = Array.from({ length: 1300 }, (_, index) => ({
    id: newId(),
    entryId: entry.id,
    authorId: ann.id,
    number: index + 1,
    body: '',
    bodyHtml: `<p>Number ${index + 1}.</p>`,
    createdAt: site.now().toISOString(),
  }))
  await site.db.transaction(async trx => {
    for (let start = 0; start < rows.length; start += 100) await trx('comments').insert(rows.slice(start, start + 100))
    const counters = { commentCount: rows.length, lastNumber: rows.length, firstCommentId: rows[0]!.id, lastCommentId: rows.at(-1)!.id }
    await trx('entries').update(counters)
  })
  const numbers = (text: string) => [...text.matchAll(/Number (\d+)\./g)].map(match => Number(match[1]))
  const first = await visitors.get(page)
  const shown = numbers(first.text)
  t.equal(shown.length, 200)
  t.same([shown[0], shown[1], shown.at(-1)], [1, 1102, 1300], 'the first and the newest')
  t.match(first.text, '1,100 more comments')

  const seen: number[] = []
  let next: string | undefined = `${page}?comments=all`
  for (let parts = 0; next && parts < 5; parts++) {
    const part = await visitors.get(next)
    seen.push(...numbers(part.text))
    next = /href="([^"]+)" rel="next"/.exec(part.text)?.[1]?.replace('&#x3D;', '=')
  }
  t.same(
    seen,
    Array.from({ length: 1300 }, (_, index) => index + 1),
  )
  t.match((await visitors.get(`${page}?comments=501`)).text, /href="[^"]+\?comments&#x3D;1" rel="prev"/)
  t.match(await bobs.get(`/entries/${entry.id}/comments`, script), { status: 204, headers: { 'hx-redirect': `${page}?comments=all` } })
})
