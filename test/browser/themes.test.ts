import t from 'tap'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { ofLooks } from './check-pages.ts'
import { findBarriers, overflowOf } from './open-browser.ts'
import { openForReaders } from './open-for-readers.ts'
import { openVillage } from './open-village.ts'

if (suiteNeeds(t, 'chromium')) {
  const opened = await openVillage(t)
  const desk = await openForReaders(opened, { width: 1280 })

  // What the other themes have of their own shows on three pages; the rest they have from the default theme.
  const { themes } = opened.site
  const arabic = (await openForReaders(opened, { width: 320, locale: 'ar' })).ann
  for (const { name } of themes.list().filter(theme => theme.name !== 'default')) {
    for (const path of ['/', opened.village.talkUrl, '/ann']) {
      t.test(`${path} with the theme ${name} is for everybody, in every look`, async t => {
        themes.setActive(name)
        t.teardown(() => themes.setActive('default'))
        const { page, problems } = desk.ann
        await page.emulateMedia({ colorScheme: 'light' })
        await page.goto(path)
        t.same(await findBarriers(page), [], 'wide and light')
        await page.emulateMedia({ colorScheme: 'light', contrast: 'more' })
        t.same(await findBarriers(page, ['color-contrast']), [], 'with more contrast')
        await page.setViewportSize({ width: 390, height: 844 })
        await page.emulateMedia({ colorScheme: 'dark', contrast: 'no-preference' })
        t.same(await findBarriers(page, ofLooks), [], 'narrow and dark')
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        t.equal(await overflowOf(page), 0, 'nothing stands out where letters are twice as large')
        await arabic.page.goto(path)
        t.same(
          [await arabic.page.evaluate('document.documentElement.dir'), await overflowOf(arabic.page)],
          ['rtl', 0],
          'from right to left',
        )
        t.same([...problems(), ...arabic.problems()], [])
        await page.setViewportSize({ width: 1280, height: 900 })
      })
    }
  }
}
