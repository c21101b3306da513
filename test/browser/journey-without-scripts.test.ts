import t from 'tap'
import { suiteNeeds } from '../../core/testing/require-suite.ts'
import { takeJourney } from './take-journey.ts'

if (suiteNeeds(t, 'chromium')) await takeJourney(t, { scripts: false })
