import t from 'tap'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { checkPages } from './check-pages.ts'
import { listPanelPages } from './list-pages.ts'
import { openVillage } from './open-village.ts'

if (suiteNeeds(t, 'chromium')) await checkPages(t, await openVillage(t), listPanelPages())
