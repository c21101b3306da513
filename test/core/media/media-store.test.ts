import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import t from 'tap'
import { mediaPath, mediaType, removeMedia, saveMedia } from '../../../core/media/media-store.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

t.test('a file is kept under the hash of what is in it, once', async t => {
  const site = await makeSite(t)
  const bytes = Buffer.from('a picture')
  const names = await Promise.all([saveMedia(site, bytes, 'image/webp'), saveMedia(site, bytes, 'image/webp')])
  t.match(names[0], /^[0-9a-f]{64}\.webp$/)
  t.equal(names[0], names[1])
  const path = mediaPath(site, names[0]) ?? ''
  t.match(path, `media/${names[0].slice(0, 2)}/${names[0]}`)
  t.same(readFileSync(path), bytes)
  t.same(readdirSync(dirname(path)), [names[0]], 'no draft is left')
  await removeMedia(site, names[0])
  await removeMedia(site, names[0])
  t.same(readdirSync(dirname(path)), [])
})

t.test('a name that no file can have leads nowhere', async t => {
  const site = await makeSite(t)
  const hash = 'a'.repeat(64)
  for (const name of [
    '',
    '..',
    '../keys/secret',
    `${hash}.svg/../x`,
    `${hash}`,
    `${'A'.repeat(64)}.png`,
    `x${hash}.png`,
    `${hash}.png\0`,
  ]) {
    t.equal(mediaPath(site, name), undefined, `"${name}"`)
    await removeMedia(site, name)
  }
})

t.test('what is no picture is kept as something that can only be saved', async t => {
  const site = await makeSite(t)
  const name = await saveMedia(site, Buffer.from('<script>alert(1)</script>'), 'text/html')
  t.match(name, /\.bin$/)
  t.equal(mediaType(name), 'application/octet-stream')
})

t.test('pictures are served for good, and inert', async t => {
  const { site, url } = await makeServedSite(t)
  const browser = new Browser(url)
  const png = await saveMedia(site, Buffer.from('a picture'), 'image/png')
  const page = await browser.get(`/media/${png}`)
  t.equal(page.status, 200)
  t.equal(page.text, 'a picture')
  t.match(page.headers, {
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-disposition': `inline; filename="${png}"`,
    'content-security-policy': /default-src 'none'; sandbox/,
    'x-content-type-options': 'nosniff',
  })
  t.notOk(page.headers['set-cookie'])
  t.equal((await browser.get(`/media/${png}`, { 'if-none-match': page.headers.etag ?? '' })).status, 304)

  const html = await saveMedia(site, Buffer.from('<script>alert(1)</script>'), 'text/html')
  const file = await browser.get(`/media/${html}`)
  t.match(file.headers, { 'content-type': 'application/octet-stream', 'content-disposition': /^attachment/ })

  for (const path of [`/media/${'b'.repeat(64)}.png`, '/media/nothing', '/media/..%2fkeys%2fsecret', '/media/%2e%2e/keys/secret']) {
    t.equal((await browser.get(path)).status, 404, path)
  }
})
