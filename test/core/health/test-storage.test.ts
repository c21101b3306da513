import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { explainStorage, testStorage } from '../../../core/health/test-storage.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'

t.test('a file is written, read and removed where uploads lie, and the free space is told', async t => {
  const { site, url } = await makeServedSite(t)
  const browser = new Browser(url)
  await signInAs(site, browser, await makeMember(site, 'rita', { role: 'admin' }))
  await browser.get('/admin/configuration')
  const said = await browser.follow(await browser.post('/admin/configuration', { test: 'storage' }))
  t.match(said.text, /A file was written, read and removed in \d+ ms\. [\d.]+ [GM]B are free\./)
  t.same(readdirSync(join(site.config.dataDir, 'media')), [], 'nothing is left behind')
})

t.test('what is in the way is said with what to do', async t => {
  const { site, url } = await makeServedSite(t)
  const folder = join(site.config.dataDir, 'media')
  rmSync(folder, { recursive: true, force: true })
  writeFileSync(folder, 'not a folder')
  const browser = new Browser(url)
  await signInAs(site, browser, await makeMember(site, 'rita', { role: 'admin' }))
  await browser.get('/admin/configuration')
  const said = await browser.post('/admin/configuration', { test: 'storage' })
  t.match(said, { status: 409, text: /No file could be kept in .*media: there is a file where the folder should be\. Move it away/ })
})

t.test('every reason comes with what to do about it', async t => {
  const say = (code: string): string => explainStorage(Object.assign(new Error('no'), { code }), '/srv/media')
  t.match(say('EACCES'), /may not write there.*chown -R ACCOUNT \/srv\/media/)
  t.match(say('ENOSPC'), /the disk is full/)
  t.match(say('EROFS'), /mounted for reading only/)
  t.match(say('EIO'), /EIO\. Look at the disk/)
})

t.test('nobody else tries it', async t => {
  const site = await makeSite(t)
  await t.rejects(testStorage(site, visitor), { code: 'forbidden' })
  await t.rejects(testStorage(site, await makeMember(site, 'mia', { role: 'moderator' })), { code: 'forbidden' })
})
