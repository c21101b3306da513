import type { BrowserContext, Browser as Chromium, Page } from 'playwright-core'
import type { OpenSite } from '../../core/open-site.ts'
import { makeServedSite, type Teardown } from '../../core/testing/make-site.ts'
import { FeedServer } from '../core/sources/feed-server.ts'
import { furnishSite, type Village } from './furnish-site.ts'
import { openBrowser, openPage, openWindow, signInWindow, type WatchedPage } from './open-browser.ts'
import { outsideOf, serveBlog } from './serve-blog.ts'

export interface OpenVillage extends OpenSite {
  url: string
  village: Village
  browser: Chromium
  /** Where the blog of the village is served. */
  blogUrl: string
  /** Ann's home in a window of its own. */
  openHome(t: Teardown, width?: number): Promise<WatchedPage & { context: BrowserContext }>
}

/** A furnished site, served, with a browser beside it. */
export async function openVillage(t: Teardown): Promise<OpenVillage> {
  const feeds = await FeedServer.start(t)
  await serveBlog(feeds)
  const running = await makeServedSite(t, { fetch: outsideOf(feeds) })
  const { site, url } = running
  const village = await furnishSite(running, `${feeds.url}/blog.atom`, feeds.url)
  const browser = await openBrowser(t)
  return {
    ...running,
    village,
    browser,
    blogUrl: feeds.url,
    async openHome(t, width = 1280) {
      const context = await openWindow(browser, url, { width })
      t.teardown(() => context.close())
      await signInWindow(context, site, url, village.ann)
      const watched = await openPage(context)
      await watched.page.goto('/')
      return { context, ...watched }
    },
  }
}

export const entryWith = (page: Page, text: string) => page.locator('.entry', { hasText: text })
