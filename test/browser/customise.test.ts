import t from 'tap'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { openPage, openWindow, signInWindow } from './open-browser.ts'
import { openVillage } from './open-village.ts'

if (suiteNeeds(t, 'chromium')) {
  t.test('a look is chosen, seen as on a phone, published and gone back from', async t => {
    const { browser, site, url, village } = await openVillage(t)
    const context = await openWindow(browser, url, { width: 1280 })
    await signInWindow(context, site, url, village.ann)
    const { page, problems } = await openPage(context)
    const visitor = await (await openWindow(browser, url, { width: 1280 })).newPage()
    const accentOf = (of: Pick<typeof page, 'evaluate'>) =>
      of.evaluate<string>("getComputedStyle(document.documentElement).getPropertyValue('--accent')")

    await page.goto('/admin/customise')
    await page.getByLabel('Clay').check()
    await page.getByLabel('Welcome for visitors').fill('Come in, the kettle is on.')
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByText('Saved as your draft').waitFor()

    const frame = page.frameLocator('.device iframe')
    await frame.getByRole('region', { name: 'Preview' }).waitFor()
    t.equal(await page.evaluate<number>("document.querySelector('.device iframe').clientWidth"), 390, 'as wide as a phone')
    t.match(await accentOf(page.frames()[1]!), '0.48 0.125 38')
    // What is chosen now is kept and shown without a button.
    const shownAgain = page.waitForResponse(response => /\/assets\/looks\/[0-9a-f-]{36}\//.test(response.url()))
    await page.getByLabel('Plum').check()
    await shownAgain
    await visitor.goto('/')
    t.notMatch(await visitor.content(), /kettle|preview-bar/, 'nobody else sees it')

    await page.getByRole('button', { name: 'Publish …' }).first().click()
    await page.getByText('look.welcome').waitFor()
    await page.getByRole('button', { name: 'Do it' }).click()
    await page.getByText('A new look is published').waitFor()
    await visitor.goto('/')
    t.match(await visitor.content(), 'Come in, the kettle is on.')
    t.match(await accentOf(visitor), '0.46 0.14 335')

    await page.getByRole('button', { name: /Go back to this.*delivered/ }).click()
    await page.getByText('The site looks as it was delivered').waitFor()
    await visitor.goto('/')
    t.notMatch(await visitor.content(), 'kettle')
    t.same(problems(), [])
  })
}
