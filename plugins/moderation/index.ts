import type { Plugin } from 'core/api'
import { addAppeals } from './appeals/appeal-routes.ts'
import { freeSeats } from './appeals/free-seats.ts'
import { tidy } from './appeals/settle-appeal.ts'
import { addCases } from './cases/case-routes.ts'
import { point } from './cases/point.ts'
import { watchWaiting } from './cases/watch-waiting.ts'
import { addDecisions } from './decisions/decision-routes.ts'
import { forgetPurged } from './forget-purged.ts'
import { showLog } from './log/show-log.ts'
import { showTransparency } from './log/show-transparency.ts'
import { addPage, type Settings, type World } from './moderation.ts'
import { addReports } from './reports/report-routes.ts'

export default {
  activate(host) {
    const world: World = { host, tables: host.tables, settings: host.settings as unknown as Settings }
    addReports(world)
    addCases(world)
    addDecisions(world)
    addAppeals(world)
    addPage(world, 'log', showLog)
    addPage(world, 'transparency', showTransparency)
    host.timer('tidy', async () => {
      await watchWaiting(world)
      await tidy(world)
    })
    host.on('member.destroyed', () => freeSeats(world))
    host.on('content.purged', purged => forgetPurged(world, purged))
    host.provide('moderation', {
      point: (subject: Parameters<typeof point>[1], signal: Parameters<typeof point>[2]) => point(world, subject, signal),
    })
  },
} satisfies Plugin
