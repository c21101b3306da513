import sharp from 'sharp'
import t from 'tap'
import { cachedImageUrl } from '../../../core/media/image-cache-url.ts'
import type { OutsideFetch } from '../../../core/sources/source-type.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

t.test('a picture of another site is shown from the cache, and only when this site signed its address', async t => {
  const picture = await sharp({ create: { width: 20, height: 10, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  const asked: string[] = []
  const fetch: OutsideFetch = async url => {
    asked.push(url)
    return { url, status: url.endsWith('.png') ? 200 : 404, headers: {}, body: picture }
  }
  const { site, url } = await makeServedSite(t, { fetch })
  const browser = new Browser(url)
  const address = cachedImageUrl('https://tea.example/leaf.png', site.secret)

  const answer = await browser.get(address)
  t.match(answer, {
    status: 200,
    headers: { 'content-type': 'image/webp', 'cache-control': /immutable/, 'x-content-type-options': 'nosniff' },
  })
  t.equal((await browser.get(address, { 'if-none-match': answer.headers.etag! })).status, 304)
  t.same(asked, ['https://tea.example/leaf.png'], 'it is fetched once')
  t.match(await new Browser(url).get(cachedImageUrl('https://tea.example/gone', site.secret)), { status: 404, location: '' })
  t.match(await new Browser(url).get(cachedImageUrl('https://evil.example/leaf.png', 'another secret')), { status: 404 })
  t.equal(asked.length, 2, 'what is not signed is not asked for')
})
