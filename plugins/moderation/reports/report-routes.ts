import { countInGroups } from '../groups/show-group-queue.ts'
import { addPage, addRoute, asker, type World } from '../moderation.ts'
import { type ReportInput, report, withdrawReport } from './report.ts'
import { showReport, showReports } from './show-reports.ts'

/** Reports are a resource: the form, one's own, a new one, and taking one back. */
export function addReports(world: World): void {
  addPage(world, 'report', showReport)
  addPage(world, 'reports', showReports)
  for (const kind of ['entry', 'comment'] as const)
    world.host.slot(kind, ({ subjects }) => Object.fromEntries(subjects.map(id => [id, { kind }])))
  world.host.slot('group', async ({ subjects, member }) => {
    const run = member ? await countInGroups(world, member.id) : new Map<string, object>()
    return Object.fromEntries(subjects.map(id => [id, { kind: 'group', ...run.get(id) }]))
  })
  world.host.slot('profile', ({ subjects, member }) =>
    Object.fromEntries(subjects.filter(id => id !== member?.id).map(id => [id, { kind: 'member' }])),
  )

  addRoute(world, 'report', async ({ input, member }) => {
    const notice = await report(world, input as unknown as ReportInput, member)
    return { notice, redirect: member ? '/moderation/reports' : '/' }
  })
  addRoute(world, 'withdraw', async call => {
    await withdrawReport(world, String(call.input.id), asker(call).id)
    return { notice: 'Your report is withdrawn.', redirect: '/moderation/reports' }
  })
}
