import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { answeringProcess } from '../../../core/environment/answering-process.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'

t.test('pages about one process say so where several serve the site', async t => {
  const { site, url } = await makeServedSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const browser = new Browser(url)
  await signInAs(site, browser, rita)
  const pages = ['/admin', '/admin/logs', '/admin/schedule', '/admin/plugin?name=feeds']
  for (const page of pages) t.notMatch((await browser.get(page)).text, /processes serve this site/, page)

  const other = { host: 'elsewhere', pid: 4711, since: '2026-11-01T12:00:00.000Z' }
  writeFileSync(join(site.config.dataDir, 'running/elsewhere-4711'), JSON.stringify(other))
  t.match(await answeringProcess(site, rita), { processes: 2, name: `process ${process.pid}` })
  for (const page of pages)
    t.match((await browser.get(page)).text, new RegExp(`2 processes serve this site\\.[^<]*<b>[^<]*process ${process.pid}`), page)
  const { text } = await browser.get('/admin/environment')
  t.match(text, /\(this one\)/)
  t.match(text, /elsewhere 4711, since/)
  await t.rejects(answeringProcess(site, visitor), { code: 'forbidden' })
})
