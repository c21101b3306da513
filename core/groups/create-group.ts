import { type Static, Type } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { invalid, tooMany, unauthorized } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'
import type { Site } from '../site.ts'
import { addSubscription } from '../subscriptions/subscription.ts'
import { Group } from './group.ts'
import { addMembership } from './membership.ts'

export const groupInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60 }),
  handle: Type.String({ pattern: '^[A-Za-z0-9]{3,25}$', problem: 'Please use 3 to 25 letters and digits.' }),
  description: Type.String({ default: '', maxLength: 1000 }),
  access: Type.Union([Type.Literal('public'), Type.Literal('private')], { default: 'public' }),
})
export type GroupInput = Static<typeof groupInput>

const mostPerDay = 10

/** Starts a group. Who starts it is its first admin and follows it. */
export async function createGroup(site: Site, actor: Actor, input: GroupInput): Promise<Group> {
  if (!isMember(actor)) throw unauthorized()
  const name = input.name.trim()
  if (name === '') throw invalid({ name: 'Please fill this in.' })
  const handle = input.handle.toLowerCase()
  const createdAt = site.now().toISOString()
  const id = newId()

  return site.db.transaction(async trx => {
    const dayAgo = new Date(site.now().getTime() - 86_400_000).toISOString()
    const recent = await Group.query(trx).where({ createdBy: actor.id }).where('createdAt', '>', dayAgo).resultSize()
    if (recent >= mostPerDay) throw tooMany(`You can start ${mostPerDay} groups a day. Please go on tomorrow.`)

    const feed = await Feed.query(trx).insertAndFetch({
      id,
      kind: 'group',
      handle,
      skeleton: handle,
      name,
      description: input.description.trim(),
      access: input.access,
      createdAt,
    })
    const group = await Group.query(trx).insertAndFetch({ id, createdBy: actor.id, createdAt })
    await addMembership(site, trx, { groupId: id, memberId: actor.id, role: 'admin' })
    await addSubscription(site, trx, { memberId: actor.id, feedId: id })
    return group.$set({ feed })
  })
}
