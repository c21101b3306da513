import t from 'tap'
import { makeServedSite } from '../../core/testing/make-site.ts'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { FeedServer } from '../core/sources/feed-server.ts'
import { furnishSite } from './furnish-site.ts'
import { listPages, type Reader } from './list-pages.ts'
import { findBarriers, type Look, openBrowser, openPage, openWindow, overflowOf, signInWindow, type WatchedPage } from './open-browser.ts'
import { outsideOf, serveBlog } from './serve-blog.ts'

/** Rules about what depends on size and colours; the others find the same in every window. */
const ofLooks = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block', 'aria-hidden-focus']

if (suiteNeeds(t, 'chromium')) {
  const feeds = await FeedServer.start(t)
  await serveBlog(feeds)
  const running = await makeServedSite(t, { fetch: outsideOf(feeds) })
  const { site, url } = running
  const village = await furnishSite(running, `${feeds.url}/blog.atom`, feeds.url)
  const browser = await openBrowser(t)
  const pages = listPages(village, feeds.url)

  /** One page for each reader, in windows of one kind. */
  const openFor = async (look: Look): Promise<Record<Reader, WatchedPage>> => {
    const open = async (reader: Reader) => {
      const context = await openWindow(browser, url, look)
      if (reader !== 'visitor') await signInWindow(context, site, url, village[reader])
      return openPage(context)
    }
    return { visitor: await open('visitor'), ann: await open('ann'), dov: await open('dov') }
  }
  const desk = await openFor({ width: 1280 })
  const phone = await openFor({ width: 390, locale: 'ar' })

  for (const [index, [reader, path]] of pages.entries()) {
    t.test(`${path} as ${reader} is for everybody, light and dark, wide and narrow`, async t => {
      const light = index % 2 === 0
      const { page, problems } = desk[reader]
      await page.emulateMedia({ colorScheme: light ? 'light' : 'dark' })
      await page.goto(path)
      t.same(await findBarriers(page), [], 'wide')
      await page.setViewportSize({ width: 390, height: 844 })
      await page.emulateMedia({ colorScheme: light ? 'dark' : 'light' })
      t.same(await findBarriers(page, ofLooks), [], 'narrow')
      await page.setViewportSize({ width: 320, height: 700 })
      t.equal(await overflowOf(page), 0, 'nothing stands out where it is narrowest')
      t.same(problems(), [])
      await page.setViewportSize({ width: 1280, height: 900 })
    })
  }

  for (const [reader, path] of pages) {
    t.test(`${path} as ${reader} runs from right to left on a phone`, async t => {
      const { page, problems } = phone[reader]
      await page.goto(path)
      t.same(await page.evaluate('[document.documentElement.lang, document.documentElement.dir]'), ['ar', 'rtl'])
      t.equal(await overflowOf(page), 0, 'nothing stands out')
      t.same(problems(), [])
    })
  }
}
