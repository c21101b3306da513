import { existsSync } from 'node:fs'
import { utimes } from 'node:fs/promises'
import sharp from 'sharp'
import t from 'tap'
import { sweepUploads } from '../../../core/entries/sweep-uploads.ts'
import { mediaPath } from '../../../core/media/media-store.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'

async function setUp(t: Teardown) {
  const { now, tick } = makeClock()
  const { site, url } = await makeServedSite(t, { now, env: { MEDIA_UPLOAD_MEGABYTES: '1' } })
  const ann = await makeMember(site, 'ann')
  const browser = new Browser(url)
  await signInAs(site, browser, ann)
  await browser.get('/')
  return { site, url, tick, ann, browser }
}

async function picture(red: number): Promise<File> {
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: { r: red * 60, g: 9, b: 9 } } })
    .withExif({ IFD0: { Copyright: 'secret place' } })
    .jpeg()
    .toBuffer()
  return new File([new Uint8Array(bytes)], `p${red}.jpg`, { type: 'image/jpeg' })
}

/** A form as the share box sends it: its token first, its files last. */
function shareForm(fields: Record<string, string>, files: File[]): FormData {
  const form = new FormData()
  form.set('_csrf', '')
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const file of files) form.append('pictures', file)
  return form
}

t.test('pictures come with an entry, written anew, and are shown', async t => {
  const { site, url, ann, browser } = await setUp(t)
  const shared = await browser.upload('/entries', shareForm({ body: 'Look', to: ann.id }, [await picture(1), await picture(2)]))
  t.match(shared, { status: 303, location: '/' })
  const entry = await site.db('entries').first()
  const attachments = JSON.parse(entry.attachments)
  t.match(attachments, [
    { kind: 'image', type: 'image/webp', width: 40, height: 30 },
    { kind: 'image', type: 'image/webp' },
  ])
  const page = await browser.get(`/ann/${entry.shortId}`)
  for (const { url: address } of attachments) {
    t.match(page.text, address)
    const bytes = Buffer.from(await (await fetch(url + address)).arrayBuffer())
    t.equal((await sharp(bytes).metadata()).format, 'webp')
    t.notOk(bytes.includes('secret place'))
  }
  t.match(await site.db('uploads'), [{ entryId: entry.id }, { entryId: entry.id }])
  t.match((await browser.upload('/entries', shareForm({}, [await picture(3)]))).status, 303, 'a picture alone is enough')
})

t.test('a file that is no picture refuses the entry, keeps what was typed, and leaves nothing behind', async t => {
  const { site, ann, browser } = await setUp(t)
  const bad = new File(['<svg onload="x"/>'], 'bad <b>.png', { type: 'image/png' })
  const refused = await browser.upload('/entries', shareForm({ body: 'Look', to: ann.id }, [await picture(1), bad]))
  t.match(refused, { status: 422, text: />Look<\/textarea>[\s\S]*bad &lt;b&gt;\.png: This is not a picture/ })
  t.equal((await site.db('uploads')).length, 0)
  t.equal((await site.db('entries')).length, 0)
})

t.test('pictures that were sent with a refused text need not be sent again', async t => {
  const { site, ann, browser } = await setUp(t)
  const refused = await browser.upload('/entries', shareForm({ body: 'Look', link: 'no where', to: ann.id }, [await picture(1)]))
  t.equal(refused.status, 422)
  const { id } = await site.db('uploads').first()
  t.match(refused.text, `<input type="hidden" name="uploads" value="${id}">`)
  const shared = await browser.upload('/entries', shareForm({ body: 'Look', to: ann.id, uploads: id }, [await picture(2)]))
  t.equal(shared.status, 303)
  t.equal(JSON.parse((await site.db('entries').first()).attachments).length, 2)
  t.equal((await browser.upload('/entries', shareForm({ body: 'Again', uploads: id }, []))).status, 422, 'but only once')
})

t.test('too large and too many files are refused with what was typed before them', async t => {
  const { site, ann, browser } = await setUp(t)
  const large = new File([new Uint8Array(1_100_000)], 'large.png')
  const refused = await browser.upload('/entries', shareForm({ body: 'Look', to: ann.id }, [large]))
  t.match(refused, { status: 422, text: /at most 1 MB[\s\S]*>Look<\/textarea>|>Look<\/textarea>[\s\S]*at most 1 MB/ })
  const one = await picture(1)
  const many = await browser.upload('/entries', shareForm({ body: 'Look', to: ann.id }, Array(21).fill(one)))
  t.match(many, { status: 422, text: /at most 20/ })
  t.equal((await site.db('entries')).length, 0)
})

t.test('visitors cannot upload', async t => {
  const { site, url } = await setUp(t)
  const visitor = new Browser(url)
  await visitor.get('/sign-in')
  t.equal((await visitor.upload('/entries', shareForm({ body: 'Look' }, [await picture(1)]))).status, 401)
  t.equal((await site.db('uploads')).length, 0)
})

t.test('pictures that no entry shows are swept up after a day, with their files', async t => {
  const { site, tick, browser } = await setUp(t)
  await browser.upload('/entries', shareForm({ body: 'Look' }, [await picture(1)]))
  await browser.upload('/entries', shareForm({ link: 'no where' }, [await picture(1), await picture(2)]))
  const [shown, same, unused] = await site.db('uploads').orderBy('id')
  t.equal(shown.file, same.file, 'the same picture is kept once')
  const isThere = (file: string) => existsSync(mediaPath(site, file)!)
  for (const { file } of [shown, unused]) await utimes(mediaPath(site, file)!, 0, 0)

  await sweepUploads(site)
  t.equal((await site.db('uploads')).length, 3, 'not while somebody may still be writing')
  tick(25 * 3_600_000)
  await sweepUploads(site)
  t.match(await site.db('uploads'), [{ id: shown.id }])
  t.ok(isThere(shown.file))
  t.notOk(isThere(unused.file))

  await site.db.transaction(trx => trx('entries').delete())
  await site.db.transaction(trx => trx('feeds').update({ picture: shown.file }))
  await sweepUploads(site)
  t.same(await site.db('uploads'), [], 'nor those of an entry that is gone for good')
  t.ok(isThere(shown.file), 'unless somebody shows it as their picture')
})

t.test('a file that was just brought again stays', async t => {
  const { site, tick, browser } = await setUp(t)
  await browser.upload('/entries', shareForm({ link: 'no where' }, [await picture(2)]))
  const { file } = await site.db('uploads').first()
  tick(25 * 3_600_000)
  await sweepUploads(site)
  t.same(await site.db('uploads'), [])
  t.ok(existsSync(mediaPath(site, file)!), 'its row may be on the way')
})

t.test('pictures that are too much together are refused; what was typed is still there', async t => {
  const { site, ann, browser } = await setUp(t)
  const large = (name: string) => new File([new Uint8Array(1_000_000)], name, { type: 'image/jpeg' })
  const files = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg'].map(large)
  const refused = await browser.upload('/entries', shareForm({ body: 'A long text', to: ann.id }, files))
  t.equal(refused.status, 422)
  t.match(refused.text, 'Please send at most 4 MB at once.')
  t.match(refused.text, 'A long text')
  t.same(await site.db('uploads'), [])
})
