import t from 'tap'
import { Browser } from '../../../core/testing/browse.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'

async function setUp(t: Teardown) {
  const { site, url, outbox } = await makeServedSite(t)
  const [ann, cem] = [await makeMember(site, 'ann'), await makeMember(site, 'cem', { access: 'private' })]
  const mia = new Browser(url)
  await signInAs(site, mia, await makeMember(site, 'mia', { role: 'moderator' }))
  const settle = async () => {
    await outbox.drained()
    await site.jobs.drained()
  }
  return { site, ann, cem, mia, settle }
}

const tagsIn = (html: string): string[] => [...html.matchAll(/<th scope="row"><a[^>]*>#<bdi>([^<]*)/g)].map(match => match[1]!)

t.test('staff find the tags of public entries, sort and search them, and take the list home', async t => {
  const { site, ann, cem, mia, settle } = await setUp(t)
  await makeEntry(site, ann, '#Bread #zebra')
  await makeEntry(site, ann, '#bread #Apple #übung')
  const hidden = await makeEntry(site, cem, 'hush #plan #bread')
  await settle()
  t.same(tagsIn((await mia.get('/admin/tags')).text), ['Bread', 'übung', 'zebra', 'Apple'], 'most used first')
  t.same(tagsIn((await mia.get('/admin/tags?order=name')).text), ['Apple', 'Bread', 'zebra', 'übung'])
  t.same(tagsIn((await mia.get('/admin/tags?show=once&order=name')).text), ['Apple', 'zebra', 'übung'])
  t.same(tagsIn((await mia.get(`/admin/tags?search=${encodeURIComponent('#ÜB')}`)).text), ['übung'])
  t.match((await mia.get('/admin/tags?show=hidden')).text, 'Nothing fits')
  t.match((await mia.get('/admin/tags?after=x')).status, 422)
  const csv = (await mia.get('/admin/tags/export?order=name')).text
  t.match(csv, /^tag,entries,last used,hidden since,filed under\r\nApple,1,2.*\r\nBread,2,/)
  for (const path of ['/tags', '/tags/export', '/tag?name=bread', '/entries?tag=bread', '/entries?tag=plan']) {
    const { text } = await mia.get(`/admin${path}`)
    t.notMatch(text, /plan<|hush/, path)
    t.notMatch(text, hidden.shortId, path)
  }
  t.equal((await mia.get('/admin/tag?name=plan')).status, 404)
  t.match((await mia.get('/admin/tag?name=BREAD')).text, /2 public entries[\s\S]*#Apple #übung/)
  t.match((await mia.get('/admin/entries?tag=bread')).text, /Of the tag #bread[\s\S]*zebra/)
})

t.test('pages of a long list follow each other without a gap', async t => {
  const { site, ann, mia, settle } = await setUp(t)
  for (let start = 0; start < 120; start += 20)
    await makeEntry(site, ann, Array.from({ length: 20 }, (_, index) => `#tag${start + index}`).join(' '))
  await settle()
  for (const order of ['', 'used', 'name']) {
    const seen: string[] = []
    for (let path: string | undefined = `/admin/tags?order=${order}`; path && seen.length < 500; ) {
      const { text } = await mia.get(path)
      seen.push(...tagsIn(text))
      path = /<a class="button" href="([^"]*)"[^>]*>Next page/.exec(text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')
    }
    t.equal(seen.length, 120, order)
    t.equal(new Set(seen).size, 120, order)
  }
})

t.test('several are merged, hidden and separated at once', async t => {
  const { site, ann, mia, settle } = await setUp(t)
  await makeEntry(site, ann, '#js #ecmascript #nodejs')
  await settle()
  await mia.get('/admin/tags')
  const act = { back: '/admin/tags', each: 'tag', tag: ['js', 'ecmascript'] }
  t.match(await mia.post('/admin/act', { ...act, action: 'tag.merge', into: 'two words' }), {
    status: 422,
    text: /Use letters, digits and underscores/,
  })
  const done = await mia.follow(await mia.post('/admin/act', { ...act, action: 'tag.merge', into: 'JavaScript' }))
  t.match(done.text, 'And the same for 1 more.')
  await settle()
  t.same(tagsIn((await mia.get('/admin/tags?order=name')).text), ['JavaScript', 'nodejs'])
  t.match((await mia.get('/admin/tag?name=javascript')).text, /Filed under it[\s\S]*ecmascript[\s\S]*js/)
  t.match((await mia.get('/admin/tag?name=js')).text, /filed under[\s\S]*javascript[\s\S]*Separate again/)
  const merged = (await mia.get('/admin/tags?show=merged')).text
  t.same(tagsIn(merged).sort(), ['ecmascript', 'js'])
  await mia.post('/admin/act', { back: '/admin/tags?show=merged', action: 'tag.separate', each: 'words', words: ['js', 'ecmascript'] })
  await settle()
  t.same(tagsIn((await mia.get('/admin/tags?order=name')).text), ['ecmascript', 'js', 'nodejs'])
  await mia.post('/admin/act', { ...act, action: 'tag.hide' })
  t.same(tagsIn((await mia.get('/admin/tags?show=hidden&order=name')).text), ['ecmascript', 'js'])
  await mia.post('/admin/act', { ...act, action: 'tag.show' })
  t.match((await mia.get('/admin/tags?show=hidden')).text, 'Nothing fits')
})
