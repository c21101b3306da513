import type { PluginCall, RouteReply } from 'core/api'
import { addRoute, asker, queueUrl, type World } from '../moderation.ts'
import { noticeEdit } from './notice-edit.ts'
import { openPrivate } from './open-private.ts'
import { showCase } from './show-case.ts'
import { showLoad } from './show-load.ts'
import { showQueue } from './show-queue.ts'
import { watchWaiting } from './watch-waiting.ts'
import { type AnswerInput, addNote, claimCase, removeAnswer, saveAnswer } from './work-on-case.ts'

/** The queue, each case of it, and what moderators do with a case before they decide. */
export function addCases(world: World): void {
  const { host } = world
  host.adminPage('queue', { show: call => showQueue(world, asker(call), call.input as Record<string, string>) })
  host.adminPage('load', { show: () => showLoad(world) })
  // What is settled elsewhere is closed by the timer: entries are published too often to look each time.
  for (const event of ['entries.held', 'comments.held', 'member.waiting'] as const)
    host.on(event, () => watchWaiting(world, { isFirst: true }))
  host.on('entry.edited', ({ entryId }) => noticeEdit(world, entryId))

  /** The case alone for scripts, the queue with it for everybody else. */
  const caseOr = async (call: PluginCall, id: string, reply: RouteReply): Promise<RouteReply> =>
    call.input.part ? { template: 'moderation-case', view: await showCase(world, asker(call), id) } : reply
  addRoute(world, 'case', async call => ({
    template: 'moderation-case',
    view: await showCase(world, asker(call), String(call.input.id)),
  }))
  addRoute(world, 'open', async call => {
    const id = String(call.input.id)
    await openPrivate(world, id, asker(call))
    return caseOr(call, id, { notice: 'You can read it now. Its author is told.', redirect: `${queueUrl}&case=${id}` })
  })
  addRoute(world, 'claim', async call => {
    const id = String(call.input.id)
    const notice = await claimCase(world, id, asker(call))
    return caseOr(call, id, { notice, redirect: `${queueUrl}&case=${id}` })
  })
  addRoute(world, 'note', async call => {
    const { id, text } = call.input as { id: string; text: string }
    await addNote(world, { id, text }, asker(call))
    return caseOr(call, id, { notice: 'Noted.', redirect: `${queueUrl}&case=${id}` })
  })
  addRoute(world, 'answer', async ({ input }) => {
    await saveAnswer(world, input as unknown as AnswerInput)
    return input.part ? { json: { kept: true } } : { notice: 'Kept for the next time.', redirect: queueUrl }
  })
  addRoute(world, 'remove-answer', async ({ input }) => {
    await removeAnswer(world, String(input.id))
    return { notice: 'This answer is gone.', redirect: queueUrl }
  })
}
