import type { Page } from 'playwright-core'
import t from 'tap'
import { publishComment } from '../../core/comments/publish-comment.ts'
import { publishEntry } from '../../core/entries/publish-entry.ts'
import { makeServedSite, type Teardown } from '../../core/testing/make-site.ts'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { FeedServer } from '../core/sources/feed-server.ts'
import { furnishSite } from './furnish-site.ts'
import { findBarriers, openBrowser, openPage, openWindow, signInWindow } from './open-browser.ts'
import { outsideOf, serveBlog } from './serve-blog.ts'

const entryWith = (page: Page, text: string) => page.locator('.entry', { hasText: text })

if (suiteNeeds(t, 'chromium')) {
  const feeds = await FeedServer.start(t)
  await serveBlog(feeds)
  const running = await makeServedSite(t, { fetch: outsideOf(feeds) })
  const { site, outbox, url } = running
  const village = await furnishSite(running, `${feeds.url}/blog.atom`, feeds.url)
  const browser = await openBrowser(t)

  /** Ann's home in a window of its own. */
  const openHome = async (t: Teardown, width = 1280) => {
    const context = await openWindow(browser, url, { width })
    t.teardown(() => context.close())
    await signInWindow(context, site, url, village.ann)
    const watched = await openPage(context)
    await watched.page.goto('/')
    return { context, ...watched }
  }

  t.test('one reads with keys: to the next, like, comment, and what keys there are', async t => {
    const { page, problems } = await openHome(t)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    t.same(await findBarriers(page), [])
    await page.keyboard.press('Escape')
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
