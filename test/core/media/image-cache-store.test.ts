import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { BadPicture } from '../../../core/media/encode-picture.ts'
import { type ImageCacheOptions, openImageCache } from '../../../core/media/image-cache-store.ts'
import { OutsideError, type OutsideFetch } from '../../../core/sources/source-type.ts'

const body = new Uint8Array(1_000)

/** A cache in a folder of its own, and the addresses that were fetched for it. */
function makeCache(t: Test, options: Partial<ImageCacheOptions> = {}) {
  const fetched: string[] = []
  const answer: OutsideFetch = async url => ({ url, status: 200, headers: {}, body })
  const fetch: OutsideFetch = (url, request) => {
    fetched.push(url)
    return (options.fetch ?? answer)(url, request)
  }
  const settings = { directory: t.testdir(), maxBytes: 100_000, encode: async (bytes: Uint8Array) => ({ bytes }), ...options, fetch }
  return { cache: openImageCache(settings), fetched, reopen: () => openImageCache(settings), directory: settings.directory }
}

const files = (directory: string) => readdirSync(directory, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())

t.test('a picture is fetched once, and stays over a restart', async t => {
  const { cache, fetched, reopen } = makeCache(t)
  const first = await cache.get('https://x.example/a.jpg')

  t.equal(first?.type, 'image/webp')
  t.equal(first?.bytes.length, 1_000)
  t.match(first?.etag, /^"[\w-]{22}"$/)
  t.equal((await cache.get('https://x.example/a.jpg'))?.etag, first?.etag)
  t.equal((await reopen().get('https://x.example/a.jpg'))?.etag, first?.etag)
  t.equal(fetched.length, 1)
  t.equal(await cache.size(), 1_000)
  t.equal(await reopen().size(), 1_000)
})

t.test('many who ask for the same picture wait for one fetch', async t => {
  const { cache, fetched } = makeCache(t)
  const all = await Promise.all(Array.from({ length: 20 }, () => cache.get('https://x.example/a.jpg')))

  t.ok(all.every(image => image?.bytes.length === 1_000))
  t.equal(fetched.length, 1)
})

t.test('only so many pictures are fetched at the same time', async t => {
  let running = 0
  let most = 0
  const fetch: OutsideFetch = async url => {
    most = Math.max(most, ++running)
    await new Promise(resolve => setTimeout(resolve, 5))
    running--
    return { url, status: 200, headers: {}, body }
  }
  const { cache } = makeCache(t, { fetch, fetches: 3 })
  await Promise.all(Array.from({ length: 12 }, (_, index) => cache.get(`https://x.example/${index}.jpg`)))
  t.equal(most, 3)
})

t.test('a picture that cannot be had is not asked for again for a while', async t => {
  let now = 0
  const fetch: OutsideFetch = async url => {
    if (url.endsWith('/slow')) throw new OutsideError('too-slow', 'Slow.')
    return { url, status: url.endsWith('/missing') ? 404 : 200, headers: {}, body }
  }
  const encode = async () => {
    throw new BadPicture('No picture.')
  }
  const { cache, fetched } = makeCache(t, { fetch, encode, now: () => now, retryAfter: 1_000 })
  for (const name of ['slow', 'missing', 'text']) {
    t.equal(await cache.get(`https://x.example/${name}`), undefined)
    t.equal(await cache.get(`https://x.example/${name}`), undefined)
  }
  t.equal(fetched.length, 3)
  now = 1_001
  await cache.get('https://x.example/slow')
  t.equal(fetched.length, 4)
})

t.test('the pictures used longest ago make room', async t => {
  const { cache, directory, fetched } = makeCache(t, { maxBytes: 5_500 })
  for (const name of ['a', 'b', 'c', 'd', 'e']) await cache.get(`https://x.example/${name}`)
  t.equal(await cache.size(), 5_000)
  const long = new Date(Date.now() - 9_000_000)
  for (const entry of files(directory)) utimesSync(join(entry.parentPath, entry.name), long, long)

  await cache.get('https://x.example/a')
  await cache.get('https://x.example/f')
  t.equal(await cache.size(), 4_000)
  t.equal(files(directory).length, 4)
  await cache.get('https://x.example/a')
  await cache.get('https://x.example/f')
  t.equal(fetched.length, 6, 'what was used is still there')
})

t.test('what an interrupted write left behind is swept away', async t => {
  const { cache, directory } = makeCache(t)
  mkdirSync(directory, { recursive: true })
  const [old, fresh] = [join(directory, 'old.part'), join(directory, 'fresh.part')]
  for (const path of [old, fresh]) writeFileSync(path, 'half')
  utimesSync(old, new Date(0), new Date(0))
  await cache.sweep()
  t.same(
    files(directory).map(entry => entry.name),
    ['fresh.part'],
  )
})

t.test('what comes from outside is decoded and written anew', async t => {
  const picture = await sharp({ create: { width: 2_400, height: 1_200, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const bodies: Record<string, Uint8Array> = {
    'https://x.example/a.png': picture,
    'https://x.example/a.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  }
  const fetch: OutsideFetch = async url => ({ url, status: 200, headers: { 'content-type': 'image/png' }, body: bodies[url]! })
  const { cache } = makeCache(t, { fetch, encode: undefined })

  const image = await cache.get('https://x.example/a.png')
  const { width, height, format } = await sharp(image!.bytes).metadata()
  t.same([width, height, format], [1_200, 600, 'webp'])
  t.equal(await cache.get('https://x.example/a.svg'), undefined)
})
