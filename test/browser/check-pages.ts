import type { Test } from 'tap'
import type { Reader } from './list-pages.ts'
import { findBarriers, overflowOf } from './open-browser.ts'
import { openForReaders } from './open-for-readers.ts'
import type { OpenVillage } from './open-village.ts'

/** Rules about what depends on size and colours; the others find the same in every window. */
export const ofLooks = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block', 'aria-hidden-focus']

/** Looks at each page in light and dark, wide and narrow, as somebody who needs every letter of WCAG. */
export async function checkPages(t: Pick<Test, 'test'>, opened: OpenVillage, pages: readonly [Reader, string][]): Promise<void> {
  const desk = await openForReaders(opened, { width: 1280 })
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
}
