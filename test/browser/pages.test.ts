import t from 'tap'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { checkPages } from './check-pages.ts'
import { listPages } from './list-pages.ts'
import { openVillage } from './open-village.ts'

if (suiteNeeds(t, 'chromium')) {
  const opened = await openVillage(t)
  await checkPages(t, opened, listPages(opened.village, opened.blogUrl))
}
