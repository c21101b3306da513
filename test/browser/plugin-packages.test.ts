import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { applyFilter } from '../../core/plugins/apply-filter.ts'
import { makeMember } from '../../core/testing/make-member.ts'
import { makeServedSite } from '../../core/testing/make-site.ts'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { makePackage, makePublisher } from '../core/packages/make-package.ts'
import { findBarriers, openBrowser, openPage, openWindow, signInWindow } from './open-browser.ts'

const password = 'three wet stones in a river'

if (suiteNeeds(t, 'chromium')) {
  t.test('an admin who knows no files installs, sets, updates and removes a plugin; what does not work is taken back', async t => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-packages-'))
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    const { pem } = makePublisher()
    const manifest = {
      title: 'Greeter',
      runtime: 'sandbox',
      capabilities: [{ id: 'content:filter', filters: ['entry.publishing'], reason: 'Greets.' }],
      settings: { type: 'object', properties: { word: { type: 'string', title: 'Word', default: 'Hello' } } },
    }
    const activate = `host.filter('entry.publishing', draft => ({ ...draft, body: host.settings.word + ' ' + draft.body }))`
    const broken = `export default { activate(host) {}, selfTest() { throw new Error('It cannot greet any more.') } }`
    const put = (version: string, bytes: Buffer) => writeFileSync(join(folder, `${version}.zip`), bytes)
    put('1.0.0', await makePackage(folder, 'greeter', manifest, { pem, activate }))
    put('1.1.0', await makePackage(folder, 'greeter', { ...manifest, version: '1.1.0' }, { pem, files: { 'index.ts': broken } }))

    const { site, url } = await makeServedSite(t)
    const rita = await makeMember(site, 'rita', { role: 'admin', password })
    const window = await openWindow(await openBrowser(t), url)
    await signInWindow(window, site, url, rita)
    const { page, problems } = await openPage(window)
    const written = async () => (await applyFilter(site, 'entry.publishing', { authorId: rita.id, body: 'all' })).body
    const handIn = async (version: string) => {
      await page.goto('/admin/plugins')
      await page.getByRole('link', { name: 'Discover' }).click()
      await page.getByLabel('Package').setInputFiles(join(folder, `${version}.zip`))
      await page.getByRole('button', { name: 'Look at it' }).click()
    }

    await handIn('1.0.0')
    t.match(
      await page.locator('main').innerText(),
      /It runs in a sandbox and can do only this:[\s\S]*May change or hold back what is written here[\s\S]*New publisher/,
    )
    t.same(await findBarriers(page), [])
    await page.getByLabel('Your password').fill(password)
    await page.getByRole('button', { name: 'Install and switch on' }).click()
    await page.getByText('The plugin greeter 1.0.0 is installed.').waitFor()
    t.equal(await written(), 'Hello all')
    t.same(await findBarriers(page), [])

    await page.getByLabel('Word').fill('Good morning')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('started anew with these settings').waitFor()
    t.equal(await written(), 'Good morning all')

    await handIn('1.1.0')
    t.match(await page.locator('main').innerText(), /Update Greeter[\s\S]*Known publisher/)
    await page.getByLabel('Your password').fill(password)
    await page.getByRole('button', { name: 'Update to 1.1.0' }).click()
    await page.getByText(/It did not work/).waitFor()
    t.match(await page.locator('main').innerText(), /It cannot greet any more/)
    t.equal(await written(), 'Good morning all', 'the version before goes on')
    await page.reload()
    t.match(await page.locator('main').innerText(), /1\.0\.0 is back in place of 1\.1\.0[\s\S]*It cannot greet any more/)

    await page.getByRole('link', { name: 'Remove' }).click()
    await page.getByLabel(/Delete them/).check()
    await page.getByRole('button', { name: 'Remove Greeter' }).click()
    await page.getByText('The plugin greeter is removed.').waitFor()
    t.equal(await written(), 'all')
    t.same(problems(), [])
  })
}
