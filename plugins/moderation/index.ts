import type { Plugin } from 'core/api'
import { addAppeals } from './appeals/appeal-routes.ts'
import { freeSeats } from './appeals/free-seats.ts'
import { tidy } from './appeals/settle-appeal.ts'
import { addCases } from './cases/case-routes.ts'
import { point } from './cases/point.ts'
import { watchWaiting } from './cases/watch-waiting.ts'
import { addDecisions } from './decisions/decision-routes.ts'
import { endDueSteps } from './decisions/reverse.ts'
import { forgetPurged } from './forget-purged.ts'
import { addGroups } from './groups/group-routes.ts'
import { feedLog, showLog } from './log/show-log.ts'
import { showTransparency } from './log/show-transparency.ts'
import { addPage, addRoute, type Settings, type World } from './moderation.ts'
import { addLimits } from './newcomers/limit-routes.ts'
import { closeRaid } from './raid/begin-raid-mode.ts'
import { addRaid } from './raid/raid-routes.ts'
import { addReports } from './reports/report-routes.ts'
import { addRules } from './rules/rule-routes.ts'
import { addSpamFilter } from './spam/spam-routes.ts'

export default {
  activate(host) {
    const world: World = { host, tables: host.tables, settings: host.settings as unknown as Settings }
    addReports(world)
    addCases(world)
    addDecisions(world)
    addGroups(world)
    addAppeals(world)
    addPage(world, 'log', showLog)
    for (const format of ['atom', 'json'] as const) addRoute(world, `log-${format}`, call => feedLog(world, call, format))
    addPage(world, 'transparency', showTransparency)
    const catchUp = async (): Promise<void> => {
      await watchWaiting(world)
      await tidy(world)
      await endDueSteps(world)
      await closeRaid(world)
    }
    host.timer('tidy', catchUp)
    addRules(world)
    addSpamFilter(world)
    addRaid(world)
    addLimits(world)
    host.on('member.destroyed', () => freeSeats(world))
    host.on('content.purged', purged => forgetPurged(world, purged))
    host.provide('moderation', {
      point: (subject: Parameters<typeof point>[1], signal: Parameters<typeof point>[2]) => point(world, subject, signal),
      /** Does at once what only time does. */
      catchUp,
    })
  },
} satisfies Plugin
