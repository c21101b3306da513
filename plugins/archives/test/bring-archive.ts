import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, type Browser, makePluginSite, makeServedSite } from 'core/testing'

/** A site with this plugin in either runtime. */
export async function makeArchivesSite(t: Parameters<typeof makeServedSite>[0], runtime: string) {
  if (runtime === 'trusted') return makeServedSite(t)
  process.env.PLUGIN_RUNTIME = runtime
  return makePluginSite(t, new URL('..', import.meta.url))
}

/** Sends a file as a member would, and waits until it has been looked through. Returns the page of it. */
export async function sendArchive(browser: Browser, path: string): Promise<Answer & { path: string }> {
  await browser.get('/settings/import')
  const form = new FormData()
  form.set('archive', new File([readFileSync(path)], basename(path)))
  const answer = await browser.upload('/settings/import', form)
  if (answer.status !== 303) return { ...answer, path: '' }
  return { ...(await settled(browser, answer.location)), path: answer.location }
}

/** Presses "Bring it in", and waits until all of it is in. */
export async function bringIn(browser: Browser, path: string, fields: Record<string, string> = {}): Promise<Answer> {
  await browser.post(`${path}/work`, fields)
  return settled(browser, path)
}

/** The page, once nothing is being done any more. */
async function settled(browser: Browser, path: string): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    const page = await browser.get(path)
    if (!page.headers.refresh || tries > 300) return page
    await sleep(50)
  }
}
