import t from 'tap'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { findBarriers } from './open-browser.ts'
import { entryWith, openVillage } from './open-village.ts'

if (suiteNeeds(t, 'chromium')) {
  const { openHome } = await openVillage(t)

  t.test('a player loads when it is clicked and not before', async t => {
    const { page, context, problems } = await openHome(t)
    const asked: string[] = []
    await context.route('https://www.youtube-nocookie.com/**', route => {
      asked.push(route.request().url())
      return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Player</title>' })
    })
    const film = entryWith(page, 'A film of the wheel')
    await film.locator('.player').scrollIntoViewIfNeeded()
    t.equal(await page.locator('iframe').count(), 0)
    await film.locator('.player').click()
    await film.locator('iframe').waitFor()
    t.match(await film.locator('iframe').getAttribute('src'), /^https:\/\/www\.youtube-nocookie\.com\/embed\/jNQXAC9IVRw\?autoplay=1$/)
    t.ok(await film.locator('iframe').getAttribute('title'))
    await page.locator('iframe:focus').waitFor()
    t.equal(asked.length, 1)
    t.same(problems(), [], 'the security policy lets it')
  })

  t.test('pictures open large, one after the other, by keys as well', async t => {
    const { page, problems } = await openHome(t)
    await entryWith(page, 'Three loaves').locator('.pictures a').first().click()
    const viewer = page.getByRole('dialog', { name: 'Picture' })
    const source = () => viewer.locator('img').getAttribute('src')
    const first = await source()
    t.ok(await viewer.locator('img').isVisible())
    await page.keyboard.press('ArrowRight')
    t.not(await source(), first)
    t.same(await findBarriers(page), [])
    await page.keyboard.press('ArrowLeft')
    t.equal(await source(), first)
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'hidden' })
    t.same(problems(), [])
  })

  t.test('on a phone the share box is one tap away and keeps what was typed', async t => {
    const { page, problems } = await openHome(t, 390)
    await page.evaluate('scrollTo(0, 2000)')
    await page.locator('.places').getByRole('link', { name: 'Share' }).click()
    t.equal(await page.evaluate('document.activeElement.id'), 'share-body')
    await page.keyboard.type('Half a thought')
    await page.locator('.share-to summary').click()
    await page.getByLabel('Sunday bakers').check()
    await page.getByLabel('My feed').uncheck()
    t.match(await page.locator('[data-to-names]').textContent(), /Sunday bakers/)
    t.same(await findBarriers(page), [])
    await page.reload()
    t.equal(await page.getByLabel('What do you want to share?').inputValue(), 'Half a thought')
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.locator('#menu').getByRole('link', { name: 'Settings' }).waitFor()
    t.same(await findBarriers(page), [])
    t.same(problems(), [])
  })

  t.test('what was hidden or removed can be brought back where it stood', async t => {
    const { page, problems } = await openHome(t)
    const talk = page.locator(`[data-id="${await entryWith(page, 'Which flour').getAttribute('data-id')}"]`)
    await talk.getByRole('button', { name: 'Hide' }).click()
    await talk.getByText('You hid an entry of').waitFor()
    t.same(await findBarriers(page), [])
    await talk.getByRole('button', { name: 'Show it again' }).click()
    await talk.getByRole('button', { name: 'Hide' }).waitFor()
    await talk.getByRole('button', { name: 'Save', exact: true }).click()
    await talk.getByRole('button', { name: 'Saved' }).waitFor()

    const own = page.locator(`[data-id="${await entryWith(page, 'Three loaves').getAttribute('data-id')}"]`)
    await own.locator('.entry-actions').getByRole('button', { name: 'Remove' }).click()
    await own.getByText('You removed this entry.').waitFor()
    await own.getByRole('button', { name: 'Undo' }).click()
    await own.getByRole('button', { name: 'Remove' }).first().waitFor()
    t.same(problems(), [])
  })

  t.test('a refusal is said where the reader is', async t => {
    const { page, context, problems } = await openHome(t)
    const other = await context.newPage()
    await other.goto('/settings')
    await other.locator('#menu').getByRole('button', { name: 'Sign out' }).click()
    await entryWith(page, 'A link for').getByRole('button', { name: 'Save', exact: true }).click()
    await page
      .getByRole('status')
      .filter({ hasText: /open for too long|sign in/i })
      .waitFor()
    t.match(problems(), [/403|401/])
  })
}
