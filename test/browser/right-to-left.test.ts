import t from 'tap'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { listPages } from './list-pages.ts'
import { overflowOf } from './open-browser.ts'
import { openForReaders } from './open-for-readers.ts'
import { openVillage } from './open-village.ts'

if (suiteNeeds(t, 'chromium')) {
  const opened = await openVillage(t)
  const phone = await openForReaders(opened, { width: 390, locale: 'ar' })

  for (const [reader, path] of listPages(opened.village, opened.blogUrl)) {
    t.test(`${path} as ${reader} runs from right to left on a phone`, async t => {
      const { page, problems } = phone[reader]
      await page.goto(path)
      t.same(await page.evaluate('[document.documentElement.lang, document.documentElement.dir]'), ['ar', 'rtl'])
      t.equal(await overflowOf(page), 0, 'nothing stands out')
      t.same(problems(), [])
    })
  }
}
