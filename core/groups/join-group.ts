import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { addSubscription } from '../subscriptions/subscription.ts'
import { addRequest } from '../subscriptions/subscription-request.ts'
import { findGroup } from './group.ts'
import { checkNotBanned } from './group-ban.ts'
import { addMembership, countRoles, lockGroup, maybeRole } from './membership.ts'

export const groupHandleInput = Type.Object({ handle: Type.String({ maxLength: 40 }) })
export type GroupHandleInput = Static<typeof groupHandleInput>

/** Joins a public group and follows it; asks the admins of a private one. Says which. */
export async function joinGroup(site: Site, actor: Actor, input: GroupHandleInput): Promise<'joined' | 'requested'> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  return site.db.transaction(async trx => {
    const group = await findGroup(trx, input.handle)
    await checkNotBanned(site, trx, group.id, actor.id)
    const inIt = await maybeRole(trx, group.id, actor.id)
    if (group.feed.access === 'private' && !inIt) {
      await addRequest(site, trx, { memberId: actor.id, feedId: group.id })
      return 'requested'
    }
    if (!inIt) await addMembership(site, trx, { groupId: group.id, memberId: actor.id, role: await roleOfNext(trx, group.id) })
    await addSubscription(site, trx, { memberId: actor.id, feedId: group.id })
    return 'joined'
  })
}

/** Whoever comes into a group that everybody has left looks after it from then on. */
async function roleOfNext(trx: Parameters<typeof lockGroup>[0], groupId: string): Promise<'admin' | 'member'> {
  await lockGroup(trx, groupId)
  const { members } = await countRoles(trx, groupId)
  return members === 0 ? 'admin' : 'member'
}
