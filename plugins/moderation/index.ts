import type { Plugin, PluginCall, RouteReply, Subject } from 'core/api'
import { addSignal } from './add-signal.ts'
import { appeal } from './appeal.ts'
import { type DecideInput, decide } from './decide.ts'
import { decideMany } from './decide-many.ts'
import { forget } from './forget.ts'
import { affected, asker, Refused, refusing, type Settings, type World } from './moderation.ts'
import { type ReportInput, report, withdrawReport } from './report.ts'
import { reverse } from './reverse.ts'
import { castVote, settleAppeal, tidy } from './settle-appeal.ts'
import { showCase } from './show-case.ts'
import { showLoad } from './show-load.ts'
import { showLog, showTransparency } from './show-log.ts'
import { serve, showDecisionsAbout, showGroupQueue, showJuries, showJury, showReport, showReports, showStatement } from './show-pages.ts'
import { showQueue } from './show-queue.ts'
import { watchWaiting } from './watch-waiting.ts'
import { addNote, claimCase, saveAnswer } from './work-on-case.ts'

const queue = '/admin/plugin-page?plugin=moderation&page=queue'

export default {
  activate(host) {
    const world: World = { host, tables: host.tables, settings: host.settings as unknown as Settings }
    const page = (id: string, show: (world: World, call: PluginCall) => Promise<Record<string, unknown>>): void =>
      host.page(
        id,
        refusing(call => show(world, call)),
      )
    const route = (id: string, work: (call: PluginCall) => Promise<RouteReply>): void =>
      host.route(id, refusing(work) as (call: PluginCall) => Promise<RouteReply>)
    const caseOr = async ({ input, member }: PluginCall, id: string, reply: RouteReply): Promise<RouteReply> =>
      input.part ? { template: 'moderation-case', view: await showCase(world, asker({ ...(member && { member }) }), id) } : reply

    for (const kind of ['entry', 'comment', 'group'] as const)
      host.slot(kind, ({ subjects }) => Object.fromEntries(subjects.map(id => [id, { kind }])))
    host.slot('profile', ({ subjects, member }) =>
      Object.fromEntries(subjects.filter(id => id !== member?.id).map(id => [id, { kind: 'member' }])),
    )

    page('report', showReport)
    page('reports', showReports)
    page('statement', showStatement)
    page('appeal', showDecisionsAbout)
    page('group-queue', showGroupQueue)
    page('juries', showJuries)
    page('jury', showJury)
    page('log', showLog)
    page('transparency', showTransparency)

    route('report', async ({ input, member }) => {
      const notice = await report(world, input as unknown as ReportInput, member)
      return { notice, redirect: member ? '/moderation/reports' : '/' }
    })
    route('withdraw', async call => {
      await withdrawReport(world, String(call.input.id), asker(call).id)
      return { notice: 'Your report is withdrawn.', redirect: '/moderation/reports' }
    })
    route('case', async call => ({ template: 'moderation-case', view: await showCase(world, asker(call), String(call.input.id)) }))
    route('decide', async call => {
      const {
        steps = [],
        all,
        part,
        back,
        ...input
      } = call.input as unknown as Omit<DecideInput, 'all' | 'steps'> & {
        steps?: string | string[]
        all: string
        part: string
        back: string
      }
      const chosen = [steps].flat().filter(step => step !== 'keep')
      if ([steps].flat().length === 0) throw new Refused('Choose what is to be done, or that it stays.')
      const decided = await decide(world, { ...input, steps: chosen, all: all === 'on' }, asker(call))
      if (part) return { json: { decided: decided.length } }
      return { notice: decided.length > 1 ? 'Decided, with the other open cases of this member.' : 'Decided.', redirect: back || queue }
    })
    route('claim', async call => {
      const id = String(call.input.id)
      const notice = await claimCase(world, id, asker(call))
      return caseOr(call, id, { notice, redirect: `${queue}&case=${id}` })
    })
    route('note', async call => {
      const { id, text } = call.input as { id: string; text: string }
      await addNote(world, { id, text }, asker(call))
      return caseOr(call, id, { notice: 'Noted.', redirect: `${queue}&case=${id}` })
    })
    route('bulk', async call => ({
      ...(await decideMany(world, call.input as never, asker(call))),
      redirect: String(call.input.back || queue),
    }))
    route('reverse', async call => {
      const { id, reason } = call.input as { id: string; reason: string }
      await reverse(world, id, { as: asker(call).id, reason })
      return { notice: 'Everything is as it was.' }
    })
    route('answer', async ({ input }) => {
      await saveAnswer(world, input as { title: string; text: string })
      return { notice: 'Kept for the next time.' }
    })
    route('appeal', async call => {
      const { id, text, to, pass } = call.input as { id: string; text: string; to: 'moderator' | 'jury'; pass: string }
      const notice = await appeal(world, { id, text, to }, await affected(world, call))
      return { notice, redirect: `/moderation/statements/${id}${call.member ? '' : `?pass=${encodeURIComponent(pass)}`}` }
    })
    route('settle', async call => {
      await settleAppeal(world, call.input as never, asker(call))
      return { notice: 'Decided.', redirect: queue }
    })
    route('serve', async call => {
      const serves = call.input.serve === 'yes'
      await serve(world, serves, asker(call).id)
      return {
        notice: serves ? 'Thank you. You may be drawn from now on.' : 'You will not be drawn.',
        redirect: '/moderation/juries',
      }
    })
    route('vote', async call => {
      const { id } = call.input as { id: string }
      await castVote(world, call.input as never, asker(call))
      return { notice: 'Your vote counts.', redirect: `/moderation/juries/${id}` }
    })

    host.adminPage('queue', { show: call => showQueue(world, asker(call), call.input as Record<string, string>) })
    host.adminPage('load', { show: () => showLoad(world) })
    host.timer('tidy', async () => {
      await watchWaiting(world)
      await tidy(world)
    })
    // What is settled elsewhere is closed by the timer: entries are published too often to look each time.
    for (const event of ['entries.held', 'member.waiting'] as const) host.on(event, () => watchWaiting(world))
    host.on('member.destroyed', ({ memberId }) => forget(world, memberId))

    host.provide('moderation', {
      /** Opens a case, or adds to the one that is open: for plugins that find something. */
      async point(
        subject: { kind: Subject['kind']; id: string },
        signal: { source: string; reason: string; rule?: number; weight?: number; kind?: string },
      ) {
        const found = await host.subjects.find(subject.kind, subject.id)
        if (!found) throw new Error(`There is no ${subject.kind} ${subject.id}.`)
        const { source, reason, rule = null, weight = 5, kind = 'rule' } = signal
        return addSignal(world, found, {
          kind,
          source: 'plugin',
          sourceId: source,
          sourceName: source,
          reason,
          rule,
          weight: Math.max(1, Math.min(20, weight)),
        })
      },
    })
  },
} satisfies Plugin
