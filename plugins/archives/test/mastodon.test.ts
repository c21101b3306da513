import { Browser, makeMember, signInAs } from 'core/testing'
import t from 'tap'
import { bringIn, makeArchivesSite, sendArchive } from './bring-archive.ts'
import { makeArchive } from './make-archive.ts'
import { mastodonFiles } from './mastodon-archive.ts'

for (const runtime of ['trusted', 'sandbox']) {
  t.test(`an archive of Mastodon, ${runtime}`, async t => {
    const { site, url } = await makeArchivesSite(t, runtime)
    const ann = await makeMember(site, 'ann')
    const browser = new Browser(url)
    await signInAs(site, browser, ann)
    const zip = await makeArchive(t, 'archive.zip', await mastodonFiles())

    const found = await sendArchive(browser, zip)
    t.match(found.text, /<strong>7<\/strong> entries/)
    t.match(found.text, /<strong>1<\/strong> answer others/)
    t.match(found.text, /<strong>1<\/strong> were for your followers only and stay out/)
    t.match(found.text, /<strong>1<\/strong> boosts/)
    t.match(found.text, /<strong>1<\/strong> messages to a few/)
    t.match(found.text, /No\. 10 in outbox\.json: This is neither a post nor a boost\./)
    t.equal(await count(site), 0, 'nothing is in yet')

    const done = await bringIn(browser, found.path)
    t.match(done.text, /<strong>5<\/strong> brought in/)
    const rows: Row[] = await site.db('entries').orderBy('origin').select('*')
    const byUrl = new Map(rows.map(row => [Number(row.viaUrl.split('/').at(-1)), row]))
    t.same([...byUrl.keys()].sort(), [1, 2, 6, 7, 8], 'no boost, no message, no answer to others, nothing for followers')
    t.match(byUrl.get(1)?.bodyHtml, /<p>Hello <a href="https:\/\/example\.org\/"[^>]*>there<\/a><\/p>/)
    t.notMatch(byUrl.get(1)?.bodyHtml, /script/)
    t.match(byUrl.get(1), {
      publishedAt: '2023-02-02T10:00:00.000Z',
      bumpedAt: '2023-02-02T10:00:00.000Z',
      viaName: 'Mastodon',
      access: 'public',
    })
    t.match(JSON.parse(byUrl.get(2)!.attachments), [
      { kind: 'image', url: /^\/media\/[0-9a-f]{64}\.webp$/, title: 'A blue square', width: 40 },
    ])
    t.match(byUrl.get(7)?.bodyHtml, /<p><strong>Spiders &amp; &lt;co&gt;<\/strong><\/p><p>With a warning<\/p>/)
    t.match(byUrl.get(8)?.bodyHtml, /<li>Tea<\/li><li>Coffee<\/li>/)
    t.match((await browser.get('/ann')).text, /Look at this/)

    const again = await sendArchive(browser, zip)
    t.match(again.text, /<strong>5<\/strong> are here already/)
    t.match(
      (await bringIn(browser, again.path, { replies: 'yes' })).text,
      /<strong>1<\/strong> brought in[\s\S]*<strong>5<\/strong> were here already/,
    )
    t.equal(await count(site), 6)
  })
}

t.test('what was for followers comes into a private feed', async t => {
  const { site, url } = await makeArchivesSite(t, 'trusted')
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  const found = await sendArchive(browser, await makeArchive(t, 'archive.zip', await mastodonFiles()))
  t.match(found.text, /were for your followers only, and come into your private feed/)
  await bringIn(browser, found.path)
  t.match(await site.db('entries').where({ viaUrl: 'https://social.example/@ann/3' }).select('access'), [{ access: 'private' }])
  t.equal(await site.db('entries').where({ access: 'public' }).first(), undefined)
})

interface Row {
  viaUrl: string
  bodyHtml: string
  attachments: string
  publishedAt: string
  bumpedAt: string
}

async function count({ db }: Awaited<ReturnType<typeof makeArchivesSite>>['site']): Promise<number> {
  const row = await db('entries').count({ n: '*' }).first()
  return Number(row?.n)
}
