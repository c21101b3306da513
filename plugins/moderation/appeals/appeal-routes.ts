import { addPage, addRoute, affected, asker, queueUrl, type World } from '../moderation.ts'
import { appeal } from './appeal.ts'
import { agreeOutsider, proposeOutsider, voteOutside } from './outsider.ts'
import { castVote, settleAppeal } from './settle-appeal.ts'
import { serve, showJuries, showJury } from './show-juries.ts'
import { showOutside } from './show-outside.ts'

/** Objections to decisions, answered by another moderator or by a jury. */
export function addAppeals(world: World): void {
  addPage(world, 'juries', showJuries)
  addPage(world, 'jury', showJury)

  addRoute(world, 'appeal', async call => {
    const { id, text, to, pass } = call.input as { id: string; text: string; to: 'moderator' | 'jury'; pass: string }
    const notice = await appeal(world, { id, text, to }, await affected(world, call))
    return { notice, redirect: `/moderation/statements/${id}${call.member ? '' : `?pass=${encodeURIComponent(pass)}`}` }
  })
  addPage(world, 'outside', showOutside)
  addRoute(world, 'propose-outsider', async call => {
    const { id, name, pass } = call.input as { id: string; name: string; pass: string }
    await proposeOutsider(world, { id, name }, await affected(world, call))
    const redirect = `/moderation/statements/${id}${call.member ? '' : `?pass=${encodeURIComponent(pass)}`}`
    return { notice: 'The moderator is asked to agree.', redirect }
  })
  addRoute(world, 'agree-outsider', async call => {
    await agreeOutsider(world, String(call.input.id), asker(call))
    return { notice: 'Agreed. Give them the word that stands in the case.', redirect: queueUrl }
  })
  addRoute(world, 'vote-outside', async ({ input }) => {
    await voteOutside(world, input as unknown as Parameters<typeof voteOutside>[1])
    return {
      notice: 'Your vote counts. Thank you.',
      redirect: `/moderation/outside/${String(input.id)}?code=${encodeURIComponent(String(input.code))}`,
    }
  })
  addRoute(world, 'settle', async call => {
    await settleAppeal(world, call.input as never, asker(call))
    return { notice: 'Decided.', redirect: queueUrl }
  })
  addRoute(world, 'serve', async call => {
    const serves = call.input.serve === 'yes'
    await serve(world, serves, asker(call).id)
    return {
      notice: serves ? 'Thank you. You may be drawn from now on.' : 'You will not be drawn.',
      redirect: '/moderation/juries',
    }
  })
  addRoute(world, 'vote', async call => {
    const { id } = call.input as { id: string }
    await castVote(world, call.input as never, asker(call))
    return { notice: 'Your vote counts.', redirect: `/moderation/juries/${id}` }
  })
}
