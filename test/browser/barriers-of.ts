import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { findBarriers, overflowOf } from './open-browser.ts'

/** Where pictures go when somebody wants to look: `SHOTS=/tmp/shots node test/browser/governance.test.ts`. */
const { SHOTS } = process.env

/** What keeps somebody from using this page: axe in light and dark, wide and narrow, and whether anything stands out. */
export async function barriersOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    found.push(...(await findBarriers(page)).map(String))
    if ((await overflowOf(page)) > 0) found.push(`${name} is too wide at ${width} px`)
    if (SHOTS) {
      mkdirSync(SHOTS, { recursive: true })
      await page.screenshot({ path: join(SHOTS, `${name}-${width}.png`), fullPage: true })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 900 })
  return found
}
