import t from 'tap'
import { publishComment } from '../../core/comments/publish-comment.ts'
import { publishEntry } from '../../core/entries/publish-entry.ts'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { findBarriers } from './open-browser.ts'
import { entryWith, openVillage } from './open-village.ts'

if (suiteNeeds(t, 'chromium')) {
  const { site, outbox, village, openHome } = await openVillage(t)

  t.test('one reads with keys: to the next, like, comment, and what keys there are', async t => {
    const { page, problems } = await openHome(t)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    t.same(await findBarriers(page), [])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' })
    const ids = await page.locator('.entry').evaluateAll(entries => entries.map(entry => entry.id))
    for (const key of ['j', 'j', 'k', 'j']) await page.keyboard.press(key)
    t.equal(await page.locator('.entry.here').getAttribute('id'), ids[1])
    t.equal(await page.evaluate('document.activeElement.id'), ids[1])

    const talk = entryWith(page, 'Which flour')
    while (!(await talk.evaluate(entry => entry.classList.contains('here')))) await page.keyboard.press('j')
    await page.keyboard.press('l')
    await talk.getByRole('button', { name: 'Like', exact: true }).waitFor()
    t.notMatch(await talk.locator('.likes').textContent(), /You/, 'what was liked no longer is')
    await page.keyboard.press('l')
    await talk.getByRole('button', { name: 'Liked' }).waitFor()
    await page.locator('.entry.here:focus', { hasText: 'Which flour' }).waitFor()

    await page.keyboard.press('c')
    await page.keyboard.type('Rye needs time. jkl?')
    t.same(await findBarriers(page), [])
    await page.keyboard.press('Control+Enter')
    await talk.locator('.comment', { hasText: 'Rye needs time. jkl?' }).waitFor()
    t.equal(await talk.locator('textarea').count(), 0, 'the form is gone')
    t.equal(new URL(page.url()).pathname, '/', 'all on one page')
    t.same(problems(), [])
  })

  t.test('the first step with Tab leads past the menu, and what has the focus shows it', async t => {
    const { page } = await openHome(t)
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to the content' })
    t.ok(await skip.evaluate(link => link.getBoundingClientRect().top >= 0), 'it comes into sight')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.locator('#share-body:focus').waitFor()
    await page.locator('.entry .who').first().focus()
    await page.keyboard.press('Tab')
    t.equal(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'solid')
  })

  t.test('what is new is announced, and shown when the reader wants it', async t => {
    const { page, problems } = await openHome(t)
    const bar = page.locator('.news')
    t.match(await bar.textContent(), /Live/)
    const first = await page.locator('.entry').first().getAttribute('id')
    await publishEntry(site, village.bob, { body: 'The water is back', to: [], uploads: [] })
    const older = entryWith(page, 'For those I have let in')
    const olderId = (await older.getAttribute('data-id'))!
    await publishComment(site, village.cem, { entry: olderId, body: 'It still is.' })
    await outbox.drained()
    await page.getByRole('button', { name: '2 new' }).waitFor()
    t.equal(await page.locator('.entry').first().getAttribute('id'), first, 'nothing moved')
    t.match(await page.title(), /^\(2\)/)
    t.same(await findBarriers(page), [])
    await page.getByRole('button', { name: '2 new' }).click()
    t.match(await page.locator('.entry').first().textContent(), /It still is\./)
    t.match(await page.locator('.entry').nth(1).textContent(), /The water is back/)
    t.equal(await page.locator(`[data-id="${olderId}"]`).count(), 1, 'and nothing stands there twice')
    t.notMatch(await page.title(), /\(2\)/)
    await page.getByRole('button', { name: 'Pause' }).click()
    t.equal(await page.getByRole('button', { name: 'Pause' }).getAttribute('aria-pressed'), 'true')
    t.same(problems(), [])
  })

  t.test('the number beside the bell follows while the page is open', async t => {
    const { page } = await openHome(t)
    const before = Number.parseInt((await page.locator('[data-unread]').textContent()) ?? '', 10)
    await publishComment(site, village.bob, { entry: village.entryId, body: 'And the second loaf?' })
    await outbox.drained()
    await page.locator('[data-unread]', { hasText: String(before + 1) }).waitFor()
    t.pass('it did')
  })
}
