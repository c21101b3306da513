import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { makeSetupCode } from '../../core/setup/setup-code.ts'
import { makeServedSite } from '../../core/testing/make-site.ts'
import { FeedServer } from '../core/sources/feed-server.ts'
import { drawPicture } from './draw-picture.ts'
import { findBarriers, openBrowser, openPage, openWindow, type WatchedPage } from './open-browser.ts'
import { outsideOf, serveBlog } from './serve-blog.ts'

const password = 'three wet stones in a river'

/** The way of two people through a new site, from its setup to signing out, by what stands on the pages. */
export async function takeJourney(t: Test, { scripts }: { scripts: boolean }): Promise<void> {
  const feeds = await FeedServer.start(t)
  await serveBlog(feeds)
  const running = await makeServedSite(t, { isNew: true, fetch: outsideOf(feeds) })
  const { site, outbox, url } = running
  const browser = await openBrowser(t)
  const open = async () => openPage(await openWindow(browser, url, { javaScriptEnabled: scripts }))
  const ann = await open()
  const bob = await open()
  const { page } = ann
  const read = bob.page
  const check = async (t: Test, { page, problems }: WatchedPage): Promise<void> => {
    if (scripts) t.same(await findBarriers(page), [], `axe on ${page.url()}`)
    t.same(problems(), [], `nothing went wrong on ${page.url()}`)
  }

  await t.test('the first visitor sets the site up with the code it printed', async t => {
    const code = await makeSetupCode(site)
    await page.goto('/')
    t.match(page.url(), /\/setup$/)
    await page.getByLabel('One-time code').fill('not-the-code')
    await fillAccount(page, 'ann')
    await page.getByLabel('Name of the site').fill('Delta')
    await page.getByRole('button', { name: 'Set up the site' }).click()
    t.match(await page.locator('.problem').first().textContent(), /This is not the code/)
    await check(t, ann)
    await page.getByLabel('One-time code').fill(code)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Set up the site' }).click()
    await page.getByRole('heading', { name: 'Welcome, ann' }).waitFor()
    await check(t, ann)
  })

  await t.test('somebody else signs up and finds an empty home that says what to do', async t => {
    await read.goto('/')
    await read.locator('main').getByRole('link', { name: 'Join' }).click()
    await read.getByLabel('Name', { exact: false }).first().fill('Bob')
    await fillAccount(read, 'bob')
    await read.getByRole('button', { name: 'Make my account' }).click()
    await read.getByRole('link', { name: 'Go to my stream' }).click()
    await read.getByRole('heading', { name: 'Nothing here yet' }).waitFor()
    await check(t, bob)
  })

  await t.test('a member pastes the address of a blog, sees what is there and connects it', async t => {
    await page.goto('/sources')
    await page.getByLabel('Address of a blog').fill(`${feeds.url}/blog`)
    await page.getByRole('button', { name: 'See what is there' }).click()
    await page.getByRole('heading', { name: 'Mill notes' }).waitFor()
    t.equal(await page.locator('.row').count(), 5)
    t.equal((await site.db('sources')).length, 0, 'nothing is connected by looking')
    await check(t, ann)
    await page.getByRole('button', { name: 'Connect this feed' }).click()
    t.match(await page.locator('.notice').textContent(), /Connected\. 6 entries came in/)
    await check(t, ann)
    await outbox.drained()
    await page.goto('/')
    const entry = page.locator('.entry', { hasText: 'Why the wheel stood still' })
    t.match(await entry.locator('.entry-header').textContent(), /ann from Mill notes/)
    await check(t, ann)
  })

  await t.test('the other follows, reads, comments and likes', async t => {
    await read.goto('/ann')
    await read.getByRole('button', { name: 'Follow ann' }).click()
    await read.getByRole('button', { name: 'Unfollow' }).waitFor()
    await outbox.drained()
    await read.goto('/')
    const entry = read.locator('.entry', { hasText: 'Why the wheel stood still' })
    await entry.getByRole('button', { name: 'Like' }).click()
    await entry.locator('.likes', { hasText: 'You liked this' }).waitFor()
    await entry.getByRole('link', { name: 'Comment' }).click()
    await read.getByLabel('Your comment').fill('Was it the weir again?')
    await read.getByRole('button', { name: 'Comment' }).click()
    await read.locator('.comment', { hasText: 'Was it the weir again?' }).waitFor()
    t.equal(
      await site
        .db('comments')
        .first('body')
        .then(row => row.body),
      'Was it the weir again?',
    )
    await check(t, bob)
  })

  await t.test('the first hears of it', async t => {
    await outbox.drained()
    await page.goto('/')
    t.match(await page.locator('[data-unread]').textContent(), /^2/)
    await page.getByRole('link', { name: /Notifications/ }).click()
    const rows = page.locator('.notification')
    t.match(await rows.allTextContents(), [/Bob commented on/, /Bob follows you/])
    await check(t, ann)
    await page.getByRole('button', { name: 'Mark all as read' }).click()
    await page.locator('[data-unread]').waitFor({ state: 'hidden' })
  })

  await t.test('a picture is shared, the entry edited, removed and brought back', async t => {
    await page.goto('/')
    await page.getByLabel('What do you want to share?').fill('Three loafs')
    const buffer = await drawPicture(800, 500, '#c99b5b')
    await page.locator('input[name="pictures"]').setInputFiles({ name: 'bread.png', mimeType: 'image/png', buffer })
    await check(t, ann)
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    await page.getByRole('status').getByText('Shared.').waitFor()
    const entry = page.locator('.entry', { hasText: 'Three loafs' })
    t.equal(await entry.locator('.pictures img').count(), 1)
    await check(t, ann)

    await entry.getByRole('link', { name: 'Edit' }).click()
    await page.getByLabel('Text').fill('Three loaves')
    await page.getByRole('button', { name: 'Save changes' }).click()
    t.match(await page.locator('.entry').textContent(), /Three loaves/)
    await check(t, ann)

    await page.goto('/')
    await page.locator('.entry', { hasText: 'Three loaves' }).getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.locator('.entry', { hasText: 'Three loaves' }).waitFor()
    await page.goto('/ann')
    t.equal(await page.locator('.entry', { hasText: 'Three loaves' }).count(), 1)
    await check(t, ann)
  })

  await t.test('who signs out is a visitor again', async t => {
    await page.goto('/settings')
    await page.locator('#menu').getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Everything your people make, in one place' }).waitFor()
    await page.goto('/notifications')
    await page.getByLabel('Handle or e-mail').fill('ann')
    await page.getByLabel('Password').fill(password)
    await check(t, ann)
    await page.getByRole('button', { name: 'Sign in' }).click()
    t.match(page.url(), /\/notifications$/, 'and comes back to the page that asked for it')
    await check(t, ann)
  })
}

async function fillAccount(page: Page, handle: string): Promise<void> {
  await page.getByLabel('Handle').fill(handle)
  await page.getByLabel('E-mail').fill(`${handle}@example.org`)
  await page.getByLabel('Password').fill(password)
}
