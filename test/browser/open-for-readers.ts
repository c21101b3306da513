import type { Reader } from './list-pages.ts'
import { type Look, openPage, openWindow, signInWindow, type WatchedPage } from './open-browser.ts'
import type { OpenVillage } from './open-village.ts'

/** One page for each reader, in windows of one kind. */
export async function openForReaders({ browser, url, site, village }: OpenVillage, look: Look): Promise<Record<Reader, WatchedPage>> {
  const open = async (reader: Reader): Promise<WatchedPage> => {
    const context = await openWindow(browser, url, look)
    if (reader !== 'visitor') await signInWindow(context, site, url, village[reader])
    return openPage(context)
  }
  return { visitor: await open('visitor'), ann: await open('ann'), dov: await open('dov') }
}
