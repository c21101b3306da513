import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Browser, corpora, makeMember, signInAs, suiteNeeds } from 'core/testing'
import t from 'tap'
import { bringIn, makeArchivesSite, sendArchive } from './bring-archive.ts'
import { makeArchive } from './make-archive.ts'
import { makePicture } from './make-picture.ts'

const tweet = (number: number, full_text: string, own: object = {}) => ({
  tweet: { id_str: String(number), full_text, created_at: 'Wed Oct 10 20:19:24 +0000 2018', entities: {}, favorite_count: '1', ...own },
})

function file(name: string, list: object[]): string {
  return `window.YTD.${name}.part0 = ${JSON.stringify(list, null, 2)}`
}

const long = 'A long thought. '.repeat(30).trim()
const photo = { url: 'https://t.co/pic', media_url_https: 'https://pbs.twimg.com/media/Abc.jpg', type: 'photo' }

async function xFiles(isProtected = false): Promise<Record<string, string | Buffer>> {
  const urls = [{ url: 'https://t.co/abc', expanded_url: 'https://example.org/?a=1&b=2', display_url: 'example.org' }]
  return {
    'data/account.js': file('account', [{ account: { accountId: '12', username: 'ann' } }]),
    'data/protected-history.js': file('protected_history', [{ protectedHistory: { action: isProtected ? 'Protect' : 'Unprotect' } }]),
    'data/tweets.js': file('tweets', [
      tweet(1, 'Salt &amp; <b>pepper</b>\nhttps://t.co/abc', { entities: { urls, hashtags: [{ text: 'soup' }] } }),
      tweet(2, 'A square https://t.co/pic', { extended_entities: { media: [photo] } }),
      tweet(3, 'RT @bob: yes'),
      tweet(4, '@bob no', { in_reply_to_user_id_str: '99', in_reply_to_status_id_str: '5' }),
      tweet(5, 'And then', { in_reply_to_user_id_str: '12', in_reply_to_status_id_str: '1' }),
      { tweet: { nothing: true } },
    ]),
    'data/tweets-part1.js': file('tweets', [tweet(6, `${long.slice(0, 270)}…`, { created_at: 'Fri Feb 10 18:19:12 +0000 2023' })]),
    'data/note-tweet.js': file('note_tweet', [
      { noteTweet: { noteTweetId: '7', createdAt: '2023-02-10T18:19:12.000Z', core: { text: long } } },
    ]),
    'data/deleted-tweets.js': file('deleted_tweets', [tweet(8, 'Deleted')]),
    'data/direct-messages.js': file('direct_messages', [tweet(9, 'Between us')]),
    'data/tweets_media/2-Abc.jpg': await makePicture(),
  }
}

for (const runtime of ['trusted', 'sandbox']) {
  t.test(`an archive of X, ${runtime}`, async t => {
    const { site, url } = await makeArchivesSite(t, runtime)
    const browser = new Browser(url)
    await signInAs(site, browser, await makeMember(site, 'ann'))
    const found = await sendArchive(browser, await makeArchive(t, 'twitter.zip', await xFiles()))
    t.match(found.text, /<strong>5<\/strong> entries/)
    t.match(found.text, /<strong>1<\/strong> reposts/)
    t.match(found.text, /No\. 6 in data\/tweets\.js: This is no post/)
    t.match((await bringIn(browser, found.path)).text, /<strong>4<\/strong> brought in/)
    const rows: { viaUrl: string; bodyHtml: string; attachments: string; publishedAt: string }[] = await site.db('entries').select('*')
    const byUrl = new Map(rows.map(row => [row.viaUrl, row]))
    const of = (number: number) => byUrl.get(`https://x.com/ann/status/${number}`)
    const words =
      /<p>Salt &amp; &lt;b&gt;pepper&lt;\/b&gt;<br ?\/?><a href="https:\/\/example\.org\/\?a=1&amp;b=2"[^>]*>example\.org<\/a><\/p>/
    t.match(of(1)?.bodyHtml, words)
    t.equal(of(1)?.publishedAt, '2018-10-10T20:19:24.000Z')
    t.match(of(2)?.bodyHtml, /<p>A square ?<\/p>/)
    t.match(JSON.parse(of(2)!.attachments), [{ kind: 'image', url: /^\/media\// }])
    t.match(of(6)?.bodyHtml, long, 'the whole of a long one')
    t.notOk(of(4), 'answers to others stay out unless they are wanted')
    t.notOk(of(8) ?? of(9), 'nothing else in it is read')
  })
}

t.test('posts of an account that protects them stay out of a public feed', async t => {
  const { site, url } = await makeArchivesSite(t, 'trusted')
  const browser = new Browser(url)
  await signInAs(site, browser, await makeMember(site, 'ann'))
  const found = await sendArchive(browser, await makeArchive(t, 'twitter.zip', await xFiles(true)))
  t.match(found.text, /<strong>5<\/strong> were for your followers only and stay out/)
  t.match((await bringIn(browser, found.path)).text, /<strong>0<\/strong> brought in/)
  t.equal((await site.db('entries')).length, 0)
})

t.test('archives of other sites are not taken for one of these', async t => {
  if (!suiteNeeds(t, 'corpora')) return
  const { site, url } = await makeArchivesSite(t, 'trusted')
  const browser = new Browser(url)
  await signInAs(site, browser, await makeMember(site, 'ann'))
  const path = join(corpora, 'archives/archive-layouts.json')
  const { source: _source, trap: _trap, ...layouts } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string[]>
  const read = new Set(['mastodon', 'twitter-2023', 'twitter-2019'])
  for (const [name, files] of Object.entries(layouts)) {
    const zip = await makeArchive(t, 'export.zip', Object.fromEntries(files.map(one => [one, '[]'])))
    const answer = await sendArchive(browser, zip)
    t.equal(answer.path !== '', read.has(name), name)
    // Only three may wait.
    if (answer.path) await browser.post(answer.path, { _method: 'delete' })
  }
})

t.test('real posts of the test material are read', async t => {
  if (!suiteNeeds(t, 'corpora')) return
  const { site, url } = await makeArchivesSite(t, 'trusted')
  const browser = new Browser(url)
  await signInAs(site, browser, await makeMember(site, 'ann'))
  const folder = join(corpora, 'archives/twitter-dogsheep/tests')
  const posts = JSON.parse(readFileSync(join(folder, 'tweets.json'), 'utf8')) as { full_text: string }[]
  const files = {
    'data/account.js': readFileSync(join(folder, 'zip_contents/account.js')),
    'data/tweets.js': file(
      'tweets',
      posts.map(tweet => ({ tweet })),
    ),
  }
  const found = await sendArchive(browser, await makeArchive(t, 'twitter.zip', files))
  const own = posts.filter(post => !post.full_text.startsWith('RT @')).length
  t.match(found.text, `<strong>${own}</strong> entries`)
  await bringIn(browser, found.path, { replies: 'yes' })
  t.equal((await site.db('entries')).length, own)
})
