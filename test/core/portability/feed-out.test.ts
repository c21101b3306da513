import t from 'tap'
import type { MemberActor } from '../../../core/actor.ts'
import { publishComment } from '../../../core/comments/publish-comment.ts'
import type { Attachment } from '../../../core/entries/attachment.ts'
import { editEntry } from '../../../core/entries/edit-entry.ts'
import type { Entry } from '../../../core/entries/entry.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { removeEntry } from '../../../core/entries/remove-entry.ts'
import { sanitizeHtml } from '../../../core/entries/sanitize-html.ts'
import { likeEntry } from '../../../core/likes/like-entry.ts'
import type { Site } from '../../../core/site.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { parseFeed } from '../../../plugins/feeds/formats/parse-feed.ts'

const formats = ['atom', 'rss', 'json'] as const

function say(site: Site, actor: MemberActor, body: string, link?: string): Promise<Entry> {
  return publishEntry(site, actor, { body, to: [], uploads: [], ...(link && { link }) })
}

/** An entry as it comes in from a podcast. */
async function bringIn(site: Site, actor: MemberActor): Promise<Entry> {
  const entry = await say(site, actor, 'x')
  const attachments: Attachment[] = [
    { kind: 'audio', url: 'https://pod.example/1.mp3', type: 'audio/mpeg', bytes: 1234, duration: 61, title: 'Episode 1' },
    { kind: 'image', url: '/media/outside/sig/abc', width: 400, height: 300, title: 'A "cover"' },
  ]
  await site.db.transaction(trx =>
    trx('entries')
      .where({ id: entry.id })
      .update({
        title: 'Knives & forks: <b> is not bold',
        link: 'https://pod.example/1?a=1&b=2',
        bodyHtml: '<p>Hear ]]&gt; <a href="/bob">@bob</a> &amp; <img src="/media/outside/sig/def" alt="x"> href="/no"</p>',
        attachments: JSON.stringify(attachments),
        viaName: 'Pod',
        viaUrl: 'https://pod.example/1',
        publishedAt: '2026-02-03T04:05:06.000Z',
      }),
  )
  return entry
}

t.test('what is written in each format is read back the same', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann', { name: 'Ann & \u0007 Söhne' })
  const podcast = await bringIn(site, ann)
  const said = await say(site, ann, 'Hello <world>\n\n😀 & so on')
  await editEntry(site, ann, { id: said.id, body: 'Hello <world>\n\n😀 & so forth' })
  const browser = new Browser(url)
  const html = new Set<string>()

  for (const format of formats) {
    const answer = await browser.get(`/feeds/ann.${format}`)
    t.equal(answer.status, 200)
    const feed = parseFeed({ bytes: Buffer.from(answer.text), contentType: answer.headers['content-type'] ?? '' })
    t.match(feed, { title: /^Ann & +Söhne$/, siteUrl: `${site.url}/ann`, format }, format)
    const [second, first] = feed.entries
    t.match(
      first,
      {
        guid: `urn:uuid:${podcast.id}`,
        url: `${site.url}/ann/${podcast.shortId}`,
        title: 'Knives & forks: <b> is not bold',
        publishedAt: '2026-02-03T04:05:06.000Z',
        media: [{ kind: 'audio', url: 'https://pod.example/1.mp3', type: 'audio/mpeg', bytes: 1234 }],
      },
      format,
    )
    // Readers write the same HTML in other words, so both are compared as they would be shown.
    const shown = sanitizeHtml(first?.html ?? '', { imageUrl: address => address })
    const picture = (name: string) => `<img src="${site.url}/media/outside/sig/${name}"`
    t.match(shown, `<a href="${site.url}/bob"`)
    t.match(shown, picture('def'))
    t.match(shown, `${picture('abc')} alt="A &quot;cover&quot;"`)
    t.match(shown, '&gt; <a', 'the end of CDATA does not end it')
    t.match(shown, ' href="/no"</p>', 'words that look like an attribute stay as they are')
    t.match(shown, 'href="https://pod.example/1?a=1&amp;b=2"')
    html.add(shown)
    t.match(
      second,
      { guid: `urn:uuid:${said.id}`, html: /^<p>Hello &(lt|#x3C);world(>|&gt;)<\/p>\n<p>😀 &(amp|#x26); so forth<\/p>$/ },
      format,
    )
    t.equal(second?.title, format === 'atom' ? 'Hello <world> 😀 & so forth' : undefined)
    t.ok(Date.parse(second?.updatedAt ?? '') >= Date.parse(second?.publishedAt ?? ''))
    t.match(second?.author, 'Söhne')
    if (format === 'rss') t.match(second?.summary, /^Hello &(lt|#x3C);world/, 'what was typed is no markup')
  }
  t.equal(html.size, 1, 'all formats say the same')
})

t.test('what is private is not there, whoever asks', async t => {
  const { site, url } = await makeServedSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  const secret = await say(site, ann, 'Between us')
  await site.db.transaction(trx => trx('subscriptions').insert({ memberId: bob.id, feedId: ann.id, createdAt: site.now().toISOString() }))
  await likeEntry(site, bob, { entry: secret.id })
  await say(site, bob, 'For all')
  const browser = new Browser(url)
  await signInAs(site, browser, bob)
  for (const format of formats) {
    for (const id of ['ann', 'ann/likes', 'home', 'filter/discussions', 'nobody', 'bob/friends']) {
      t.equal((await browser.get(`/feeds/${id}.${format}`)).status, 404, id)
    }
    for (const id of ['public', 'bob', 'bob/likes', 'bob/comments', 'bob/discussion']) {
      const answer = await browser.get(`/feeds/${id}.${format}`)
      t.equal(answer.status, 200, id)
      t.notMatch(answer.text, 'Between us', id)
    }
    t.match((await browser.get(`/feeds/public.${format}`)).text, 'For all')
  }
  t.equal((await browser.get('/feeds/public.exe')).status, 404)
  t.equal((await browser.get('/feeds/public')).status, 404)
})

t.test('who has a feed already gets it again only after a change', async t => {
  let statements: string[] = []
  const { site, url, outbox } = await makeServedSite(t, { onQuery: sql => statements.push(sql) })
  const ann = await makeMember(site, 'ann')
  const entry = await say(site, ann, 'Hello')
  await say(site, ann, 'Hello again')
  const browser = new Browser(url)
  let etag = ''
  const isNew = async (): Promise<boolean> => {
    const { status, headers } = await browser.get('/feeds/ann.atom', { 'if-none-match': etag })
    etag = headers.etag ?? ''
    return status === 200
  }
  t.equal(await isNew(), true)
  t.equal(await isNew(), false)

  await outbox.drained()
  statements = []
  t.equal(await isNew(), false)
  t.ok(statements.filter(sql => /entries|feeds/.test(sql)).length <= 2, statements.join('\n'))
  t.notOk(
    statements.some(sql => sql.includes('body_html')),
    'no text is read',
  )

  await publishComment(site, ann, { entry: entry.id, body: 'It moves up' })
  t.equal(await isNew(), true)
  await editEntry(site, ann, { id: entry.id, body: 'Hello!' })
  t.equal(await isNew(), true)
  await removeEntry(site, ann, { id: entry.id })
  t.equal(await isNew(), true)
  await site.db.transaction(trx => trx('feeds').where({ id: ann.id }).update({ name: 'Anna' }))
  t.equal(await isNew(), true)
  t.equal(await isNew(), false)
})

t.test('a client without ETags is told by the time of the last change', async t => {
  let now = Date.parse('2026-03-01T10:00:00.500Z')
  const { site, url } = await makeServedSite(t, { now: () => new Date(now) })
  const ann = await makeMember(site, 'ann')
  await say(site, ann, 'Hello')
  const browser = new Browser(url)
  t.notOk('last-modified' in (await browser.get('/feeds/ann.rss')).headers, 'more may come within this second')
  now += 2000
  const answer = await browser.get('/feeds/ann.rss')
  t.equal(answer.headers['last-modified'], 'Sun, 01 Mar 2026 10:00:00 GMT')
  t.equal((await browser.get('/feeds/ann.rss', { 'if-modified-since': 'Sun, 01 Mar 2026 10:00:00 GMT' })).status, 304)
  t.equal((await browser.get('/feeds/ann.rss', { 'if-modified-since': 'Sun, 01 Mar 2026 09:00:00 GMT' })).status, 200)
  await say(site, ann, 'More')
  now += 2000
  t.equal((await browser.get('/feeds/ann.rss', { 'if-modified-since': 'Sun, 01 Mar 2026 10:00:00 GMT' })).status, 200)
})

t.test('a feed without entries is a feed', async t => {
  const { site, url } = await makeServedSite(t)
  await makeMember(site, 'ann')
  const browser = new Browser(url)
  for (const format of formats) {
    const answer = await browser.get(`/feeds/ann.${format}`)
    t.equal(answer.status, 200)
    const { title, entries } = parseFeed({ bytes: Buffer.from(answer.text) })
    t.same({ title, entries }, { title: 'ann', entries: [] }, format)
  }
})
