import t from 'tap'
import { absoluteHtml } from '../../../core/entries/absolute-html.ts'
import { v2Body, v2Text } from '../../../core/friendfeed/v2-body.ts'
import { readV2EntryId, v2CommentId, v2Date, v2EntryId } from '../../../core/friendfeed/v2-format.ts'
import { v2Files } from '../../../core/friendfeed/v2-media.ts'

const site = 'https://site.example'
const entry = { title: null, bodyHtml: '', link: null }

t.test('the body is one line: title and link, or text and link', async t => {
  const link = 'https://example.org/2026/a?b=1&c=2'
  const anchor =
    '<a rel="nofollow" href="https://example.org/2026/a?b=1&amp;c=2" title="https://example.org/2026/a?b=1&amp;c=2">https://example.org/2026...</a>'
  t.equal(v2Body({ title: 'Salt & <pepper>', bodyHtml: '<p>Long</p>', link }, site), `Salt &amp; &lt;pepper&gt; - ${anchor}`)
  t.equal(v2Body({ ...entry, bodyHtml: '<p>Look</p>', link }, site), `Look - ${anchor}`)
  t.equal(v2Body({ ...entry, link }, site), anchor)
  t.equal(v2Body({ ...entry, bodyHtml: '<p>Only words</p>' }, site), 'Only words')
  t.equal(v2Body(entry, site), '')
})

t.test('a link that stands in the text is not added to it', async t => {
  const bodyHtml = '<p>See <a href="https://example.org/">there</a></p>'
  t.equal(v2Body({ ...entry, bodyHtml, link: 'https://example.org/' }, site), 'See <a href="https://example.org/">there</a>')
})

t.test('a short address is shown whole', async t => {
  for (const link of ['https://example.org', 'https://example.org/', 'https://example.org/a', 'https://example.org/a/']) {
    t.notMatch(v2Body({ ...entry, link }, site), '...', link)
  }
  t.match(v2Body({ ...entry, link: 'https://example.org/?q=1' }, site), '>https://example.org...<')
})

t.test('only a text of one paragraph loses its tags', async t => {
  t.equal(v2Text('<p>a<br>b</p>', site), 'a<br>b')
  t.equal(v2Text('<p>a</p>\n<p>b</p>', site), '<p>a</p>\n<p>b</p>')
  t.equal(v2Text('<pre>a</pre>', site), '<pre>a</pre>')
})

t.test('addresses of the site become whole, and nothing else changes', async t => {
  const html =
    '<p title=" href=&quot;/x">href="/x" <a href="/ann" rel="x">@ann</a> <img src="/media/a" alt="src=/"> <a href="//cdn.example/a">b</a></p>'
  t.equal(
    absoluteHtml(html, site),
    '<p title=" href=&quot;/x">href="/x" <a href="https://site.example/ann" rel="x">@ann</a> <img src="https://site.example/media/a" alt="src=/"> <a href="//cdn.example/a">b</a></p>',
  )
})

t.test('ids and dates are written as FriendFeed wrote them, and read in every form', async t => {
  const id = '01a2053f-11ec-77a6-87bc-890a7781ce0c'
  t.equal(v2EntryId(id), 'e/01a2053f11ec77a687bc890a7781ce0c')
  t.equal(v2CommentId(id, id), 'e/01a2053f11ec77a687bc890a7781ce0c/c/01a2053f11ec77a687bc890a7781ce0c')
  for (const text of [id, id.toUpperCase(), v2EntryId(id), `e/${id}`]) t.equal(readV2EntryId(text), id)
  t.equal(readV2EntryId('6cc78a86'), '6cc78a86')
  for (const text of ['', 'e/', 'ann', 'e/zz', `${id}0`, '6cc78a8', "' or 1=1"])
    t.throws(() => readV2EntryId(text), { code: 'bad-id-format' })
  t.equal(v2Date('2009-05-11T12:00:00.123Z'), '2009-05-11T12:00:00Z')
})

t.test('files have a type and a name, known or not', async t => {
  const files = v2Files(
    [
      { kind: 'audio', url: 'https://a.example/x.mp3?y=1' },
      { kind: 'file', url: '/media/abc.pdf', title: 'Recipe', type: 'application/pdf', bytes: 5 },
      { kind: 'image', url: '/x' },
    ],
    site,
  )
  t.same(files, [
    { url: 'https://a.example/x.mp3?y=1', type: 'audio/mpeg', name: 'x.mp3' },
    { url: 'https://site.example/media/abc.pdf', type: 'application/pdf', name: 'Recipe', size: 5 },
  ])
})
