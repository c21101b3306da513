import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t from 'tap'
import { system } from '../../core/actor.ts'
import { makeClock } from '../../core/testing/make-clock.ts'
import { makeEntry } from '../../core/testing/make-entry.ts'
import { makeMember } from '../../core/testing/make-member.ts'
import { makePluginSite } from '../../core/testing/make-plugin-site.ts'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { findBarriers, openBrowser, openPage, openWindow, overflowOf, signInWindow } from './open-browser.ts'

const text = `What you make is yours. This page says what the site may do with it, and that is little.

- **You keep all rights** in everything you write, upload and bring in.
- **The site may show it**, and print a yearbook of what you let it print.`

/** Where pictures go when somebody wants to look: `SHOTS=/tmp/shots node test/browser/privacy-policy.test.ts`. */
const { SHOTS } = process.env

/** What keeps somebody from using this page: axe in light and dark, wide and narrow, and whether anything stands out. */
async function barriersOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    found.push(...(await findBarriers(page)).map(String))
    if ((await overflowOf(page)) > 0) found.push(`${name} is too wide at ${width} px`)
    if (!SHOTS) continue
    mkdirSync(SHOTS, { recursive: true })
    await page.screenshot({ path: join(SHOTS, `${name}-${width}.png`), fullPage: true })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 900 })
  return found
}

if (suiteNeeds(t, 'chromium')) {
  t.test('a new version: banner, what changes, accept or decline, and what follows', async t => {
    const clock = makeClock()
    const { site, url, outbox } = await makePluginSite(t, new URL('../../plugins/privacy-policy', import.meta.url), { now: clock.now })
    const members = [await makeMember(site, 'ann'), await makeMember(site, 'bob')] as const
    const entry = await makeEntry(site, members[1], { body: 'Low water at the bridge', licence: 'CC-BY-SA-4.0' })
    const browser = await openBrowser(t)
    const windows = await Promise.all(members.map(() => openWindow(browser, url)))
    const [ann, bob] = (await Promise.all(windows.map(openPage))).map(({ page }) => page) as [Page, Page]
    const wait = async (days: number): Promise<void> => {
      clock.tick(days * 86_400_000)
      for (const [index, window] of windows.entries()) await signInWindow(window, site, url, members[index]!)
    }
    await wait(1)
    await site.act(system, 'settings.save', {
      values: { operatorName: 'Delta Club, 1 River Road, Riverton', operatorContact: 'hello@delta.example', operatorPlaces: 'Iceland' },
    })
    await site.act(system, 'policies.publish', { kind: 'ownership', text })
    await outbox.drained()
    await site.jobs.drained()

    await ann.goto('/')
    const banner = ann.getByRole('region', { name: 'Who owns what' })
    await banner.getByText('is about to change').waitFor()
    t.same(await barriersOf(ann, 'banner'), [])
    await ann.goto('/notifications')
    await ann.getByText('has a new version, which holds from').first().waitFor()
    t.same(await barriersOf(ann, 'told'), [])
    await ann.goto('/')
    await banner.getByRole('link', { name: 'Read what changes' }).click()
    await ann.locator('ins', { hasText: 'yearbook' }).first().waitFor()
    t.same(await barriersOf(ann, 'diff'), [])
    await banner.getByRole('button', { name: 'Accept' }).click()
    await ann.getByText('Thank you. Your answer is kept.').waitFor()
    t.equal(await banner.count(), 0)

    await bob.goto('/ownership?version=2')
    await bob.getByRole('button', { name: 'Decline' }).click()
    await bob.getByText('What you published before stays as it is.').waitFor()
    await wait(8)
    await bob.goto('/')
    await bob.getByText('You declined version 2 of “Who owns what”').waitFor()
    t.same(await barriersOf(bob, 'declined'), [])
    await bob.getByLabel('What do you want to share?').fill('New words')
    await bob.getByRole('button', { name: 'Share', exact: true }).first().click()
    await bob.getByText('You declined a policy of this site, so you cannot post here.').first().waitFor()
    t.same(await barriersOf(bob, 'refused'), [])

    await bob.goto(`/bob/${entry.shortId}`)
    await bob.getByRole('link', { name: 'Who owns what (Version 1)' }).waitFor()
    t.same(await barriersOf(bob, 'entry-terms'), [])
    await bob.goto('/plugins/privacy-policy/')
    await bob.getByText('You declined it').waitFor()
    t.same(await barriersOf(bob, 'answers'), [])
    await bob.goto('/privacy')
    await bob.getByText('Delta Club, 1 River Road').waitFor()
    t.same(await barriersOf(bob, 'privacy'), [])

    await bob.goto('/settings/data')
    t.same(await barriersOf(bob, 'your-data'), [])
    await bob.getByRole('button', { name: 'Pack everything' }).click()
    const link = bob.getByRole('link', { name: /^Download/ })
    await link.waitFor({ timeout: 20_000 })
    const [download] = await Promise.all([bob.waitForEvent('download'), link.click()])
    t.match(download.suggestedFilename(), /^bob-.*\.zip$/)
    t.same(await barriersOf(bob, 'your-data-packed'), [])
  })
}
