import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { checkHandleBan } from '../bans/check-handle-ban.ts'
import { checkProfileLinks } from '../bans/check-profile-links.ts'
import { insertOnce } from '../db/insert-once.ts'
import { newId } from '../db/new-id.ts'
import { invalid, tooMany, unauthorized } from '../errors.ts'
import { type Feed, findFeed } from '../feeds/feed.ts'
import { Type } from '../http/type.ts'
import { checkHandle, skeletonOf } from '../members/handle.ts'
import { tidyName } from '../members/tidy-name.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { addSubscription } from '../subscriptions/subscription.ts'
import { Group } from './group.ts'
import { addMembership } from './membership.ts'

export const groupInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60 }),
  handle: Type.String({ minLength: 1, maxLength: 40 }),
  description: Type.String({ default: '', maxLength: 1000 }),
  access: Type.Union([Type.Literal('public'), Type.Literal('private')], { default: 'public' }),
})
export type GroupInput = Static<typeof groupInput>

const mostPerDay = 10

/** Starts a group. Who starts it is its first admin and follows it. */
export async function createGroup(site: Site, actor: Actor, input: GroupInput): Promise<Group> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  const name = tidyName(input.name)
  if (name === '') throw invalid({ name: 'Please fill this in.' })
  await checkHandleBan(site, input.handle)
  await checkProfileLinks(site, actor, { text: input.description, field: 'description' })
  const createdAt = site.now().toISOString()
  const id = newId()

  return site.db.transaction(async trx => {
    const dayAgo = new Date(site.now().getTime() - 86_400_000).toISOString()
    const recent = await Group.query(trx).where({ createdBy: actor.id }).where('createdAt', '>', dayAgo).resultSize()
    if (recent >= mostPerDay) throw tooMany(`You can start ${mostPerDay} groups a day. Please go on tomorrow.`)

    const feed = await insertFeed(trx, { ...input, id, name, createdAt })
    const group = await Group.query(trx).insertAndFetch({ id, createdBy: actor.id, createdAt })
    await addMembership(site, trx, { groupId: id, memberId: actor.id, role: 'admin' })
    await addSubscription(site, trx, { memberId: actor.id, feedId: id })
    return group.$set({ feed })
  })
}

async function insertFeed(trx: Knex.Transaction, group: GroupInput & { id: string; createdAt: string }): Promise<Feed> {
  const handle = await checkHandle(trx, group.handle)
  const { id, name, access, createdAt } = group
  const row = { id, kind: 'group', handle, skeleton: skeletonOf(handle), name, description: group.description.trim(), access, createdAt }
  // Somebody was faster: the check says with what.
  if (!(await insertOnce(trx, 'feeds', row))) await checkHandle(trx, handle)
  return findFeed(trx, handle)
}
