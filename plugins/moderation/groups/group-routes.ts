import { findDecision, reverse } from '../decisions/reverse.ts'
import { addPage, addRoute, asker, Refused, type World } from '../moderation.ts'
import { decideInGroup, escalate, type GroupDecision } from './decide-in-group.ts'
import { findRunGroup } from './group-case.ts'
import { showGroupQueue } from './show-group-queue.ts'

/** What those who run a group decide about what was reported in it. */
export function addGroups(world: World): void {
  addPage(world, 'group-queue', showGroupQueue)
  addRoute(world, 'group-decide', async call => {
    const { steps = [], ...rest } = call.input as unknown as Omit<GroupDecision, 'steps'> & { steps?: string | string[] }
    const chosen = [steps].flat()
    if (chosen.length === 0) throw new Refused('Choose what is to be done, or that it stays.')
    await decideInGroup(world, { ...rest, steps: chosen.filter(step => step !== 'keep') }, asker(call))
    return { notice: 'Decided.', redirect: `/moderation/groups/${rest.handle}` }
  })
  addRoute(world, 'group-escalate', async call => {
    const input = call.input as { handle: string; id: string; reason: string }
    await escalate(world, input, asker(call))
    return { notice: 'The moderators of the site look at it.', redirect: `/moderation/groups/${input.handle}` }
  })
  addRoute(world, 'group-reverse', async call => {
    const { handle, id, reason } = call.input as { handle: string; id: string; reason: string }
    const member = asker(call)
    const group = await findRunGroup(world, handle, member)
    const decision = await findDecision(world, id)
    if (decision.groupId !== group.id) throw new Refused('There is no such decision.')
    await reverse(world, id, { as: member.id, reason })
    return { notice: 'Everything is as it was.', redirect: `/moderation/groups/${handle}` }
  })
}
