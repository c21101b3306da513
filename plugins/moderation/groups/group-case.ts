import type { PluginMember } from 'core/api'
import { type Case, checkUninvolved, findCase } from '../cases/case.ts'
import { Refused, type World } from '../moderation.ts'

/** A group that somebody runs. */
export interface RunGroup {
  id: string
  handle: string
  name: string
}

/** The group with this handle. Throws unless the member is one of its admins. */
export async function findRunGroup({ host }: World, handle: string, { id }: PluginMember): Promise<RunGroup> {
  const group = (await host.subjects.groupsRunBy(id)).find(one => one.handle === handle)
  if (!group) throw new Refused('You do not run a group of this name.')
  return group
}

/** A case that the admins of a group may work on: open, about something in it, not left to the site's moderators, and nothing of their own. */
export async function findGroupCase(world: World, { id: groupId }: RunGroup, caseId: string, member: PluginMember): Promise<Case> {
  const here = await world.tables('moderation_case_groups').where({ caseId, groupId }).whereNull('escalatedAt').first('caseId')
  if (!here) throw new Refused('There is no such case.')
  const one = await findCase(world, caseId)
  await checkUninvolved(world, one, member.id)
  return one
}
