import type { Static } from 'typebox'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import type { Actor } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findMember } from '../members/member.ts'
import { howLong, readUntil } from '../restrictions/restrict.ts'
import type { Site } from '../site.ts'
import { addSubscription, dropSubscription } from '../subscriptions/subscription.ts'
import { dropRequest } from '../subscriptions/subscription-request.ts'
import { findGroup } from './group.ts'
import { type GroupBan, groupBansInForce } from './group-ban.ts'
import { addMembership, lockGroup, maybeRole } from './membership.ts'
import { runsGroup } from './runs-group.ts'

/** Handles of the group and of the member. */
const whoAndWhere = { group: Type.String({ maxLength: 40 }), handle: Type.String({ maxLength: 40 }) }
const banInput = Type.Object({ ...whoAndWhere, ...howLong })
const liftInput = Type.Object(whoAndWhere)
type Where = Static<typeof liftInput>

const about = {
  authority: 'moderation',
  permission: 'moderation',
  mayAlso: ({ site, actor, input }: { site: Site; actor: Actor; input: Where }) => runsGroup(site, actor, input.group),
  look: (doing: Doing<Where>) => lookAt(doing),
} as const

/** Ends a membership and keeps the member out of the group, for some days or until it is lifted. For admins of the group and moderators. */
export const banFromGroup = defineAction({
  name: 'group.ban',
  title: 'Ban a member from a group',
  ...about,
  input: banInput,
  async run({ site, trx, actor, input, reason = '' }) {
    const [group, member] = [await findGroup(trx, input.group), await findMember(trx, input.handle)]
    if (member.id === actor.id) throw conflict('You cannot ban yourself.')
    await lockGroup(trx, group.id)
    if (await maybeBan(site, trx, group.id, member.id)) throw conflict(`${member.feed.name} is banned from this group already.`)
    const role = await maybeRole(trx, group.id, member.id)
    if (role === 'admin') throw conflict(`${member.feed.name} is an admin of this group. Take that back first.`)
    const membership = { groupId: group.id, memberId: member.id }
    const was: { createdAt: string } | undefined = await trx('memberships').where(membership).first('createdAt')
    await trx('group_bans').insert({
      ...{ id: newId(), ...membership, reason, byId: actor.id ?? null, until: readUntil(site.now(), input) },
      ...{ memberSince: was?.createdAt ?? null, createdAt: site.now().toISOString() },
    })
    await dropRequest(trx, { memberId: member.id, feedId: group.id })
    await dropSubscription(site, trx, { memberId: member.id, feedId: group.id })
    if (!was) return
    await trx('memberships').where(membership).delete()
    await site.announce(trx, 'membership.removed', membership)
  },
  say: ({ group, handle }) => `${handle} is banned from the group ${group}.`,
  undo: ({ group, handle }) => ({ name: 'group.lift-ban', input: { group, handle } }),
})

/** Lets somebody into a group again, and back into it who was in it. */
export const liftGroupBan = defineAction({
  name: 'group.lift-ban',
  title: 'Lift a ban from a group',
  ...about,
  byRule: true,
  input: liftInput,
  async run({ site, trx, input }) {
    const [group, member] = [await findGroup(trx, input.group), await findMember(trx, input.handle)]
    const ban = await maybeBan(site, trx, group.id, member.id)
    if (!ban) throw conflict(`${member.feed.name} is not banned from this group.`)
    await trx('group_bans').where({ id: ban.id }).update({ endedAt: site.now().toISOString() })
    if (!ban.memberSince) return
    await addMembership(site, trx, { groupId: group.id, memberId: member.id, role: 'member' })
    await addSubscription(site, trx, { memberId: member.id, feedId: group.id })
  },
  say: ({ group, handle }) => `${handle} may come into the group ${group} again.`,
})

async function maybeBan(site: Site, trx: Doing<Where>['trx'], groupId: string, memberId: string): Promise<GroupBan | undefined> {
  return groupBansInForce(trx, site.now()).where({ groupId, memberId }).first('b.*')
}

async function lookAt({ site, trx, input }: Doing<Where>): Promise<Record<string, string>> {
  const ban: (GroupBan & { group: string; handle: string }) | undefined = await groupBansInForce(trx, site.now())
    .join('feeds as g', 'g.id', 'b.groupId')
    .join('feeds as m', 'm.id', 'b.memberId')
    .where({ 'g.handle': input.group.toLowerCase(), 'm.handle': input.handle.toLowerCase() })
    .first('b.*', 'g.handle as group', 'm.handle as handle')
  return ban ? { [`groups.${ban.group}.${ban.handle}`]: ban.until ? `banned until ${ban.until}` : 'banned' } : {}
}
