import { type Actor, isMember } from '../actor.ts'
import type { Site } from '../site.ts'
import { maybeRole } from './membership.ts'

/** Whether the actor is an admin of the group with this handle: for actions that they may do in it beside the site's moderators. */
export async function runsGroup(site: Site, actor: Actor, handle: string): Promise<boolean> {
  if (!isMember(actor)) return false
  const group: { id: string } | undefined = await site
    .db('feeds')
    .where({ handle: handle.toLowerCase(), kind: 'group' })
    .whereNull('removedAt')
    .first('id')
  return group !== undefined && (await maybeRole(site.db, group.id, actor.id)) === 'admin'
}

/** Whether an entry stands in groups alone, and the actor is an admin of each of them. */
export async function runsAllGroupsOf(site: Site, actor: Actor, entryId: string): Promise<boolean> {
  if (!isMember(actor)) return false
  const places: { feedId: string; role: string | null }[] = await site
    .db('entry_feeds as d')
    .leftJoin('memberships as m', on => on.on('m.groupId', 'd.feedId').andOnVal('m.memberId', actor.id))
    .where('d.entryId', entryId)
    .select('d.feedId', 'm.role')
  return places.length > 0 && places.every(({ role }) => role === 'admin')
}
