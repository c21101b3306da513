import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { importsFolder } from '../../../core/imports/import-batch.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { boxed, sendBox, writeBoxes } from './boxes-plugin.ts'

t.test('a file is sent by a member, and to nobody else shown', async t => {
  const { site, url } = await makeServedSite(t, { pluginFolders: [writeBoxes(t)], env: { MEDIA_ARCHIVE_MEGABYTES: '1' } })
  const [ann, bob, visitor] = [new Browser(url), new Browser(url), new Browser(url)]
  await signInAs(site, ann, await makeMember(site, 'ann'))
  await signInAs(site, bob, await makeMember(site, 'bob'))
  const form = (bytes: Uint8Array<ArrayBuffer>, name = 'box.zip') => {
    const data = new FormData()
    data.set('archive', new File([bytes], name))
    return data
  }
  const box = new Uint8Array(readFileSync((await sendBox(t, [boxed(1)])).path))

  t.equal((await visitor.get('/settings/import')).status, 302)
  t.equal((await visitor.upload('/settings/import', form(box))).status, 401)
  t.match((await ann.get('/settings/import')).text, /accept="\.zip,\.json"[\s\S]*Ask for a box\./)
  t.match(await ann.post('/settings/import'), { status: 422, text: /Choose the file/ })
  t.match(await ann.upload('/settings/import', form(new Uint8Array(1_100_000))), { status: 422, text: /at most 1 MB/ })
  t.match(await ann.upload('/settings/import', form(box, 'box.rar')), { status: 422, text: /no archive that can be read here/ })
  const forged = new Browser(url)
  for (const [name, value] of ann.cookies) forged.cookies.set(name, value)
  t.equal((await forged.upload('/settings/import', form(box))).status, 403)
  t.same(readdirSync(importsFolder(site)), [], 'what was refused does not stay')

  const sent = await ann.upload('/settings/import', form(box))
  t.equal(sent.status, 303)
  t.equal((await ann.get(sent.location)).status, 200)
  await bob.get('/settings/import')
  t.equal((await bob.get(sent.location)).status, 404)
  t.equal((await bob.post(`${sent.location}/work`)).status, 404)
  t.equal((await bob.post(`${sent.location}/removal`)).status, 404)
  t.equal((await visitor.get(`${sent.location}/report.csv`)).status, 302)
})

t.test('a site without importers says what to do', async t => {
  const { site, url } = await makeServedSite(t, { pluginFolders: [] })
  const ann = new Browser(url)
  await signInAs(site, ann, await makeMember(site, 'ann'))
  t.match((await ann.get('/settings/import')).text, /Nothing here reads archives yet[\s\S]*href="\/sources"/)
})
