import type { Knex } from 'knex'
import type { Delivered, EventName, Events } from '../plugin-contract/events.ts'
import type { Site } from '../site.ts'
import type { Subscription } from '../subscriptions/subscription.ts'
import { requestName, waitingName } from './drafts-of-people.ts'

const endings: ReadonlySet<EventName> = new Set([
  'comment.removed',
  'entry.removed',
  'member.joined',
  'subscription.accepted',
  'subscription.refused',
])

/** Marks as read what nobody needs to hear about any more: what was removed, and what somebody else has answered. */
export async function settleNotifications(site: Site, events: readonly Delivered[]): Promise<void> {
  const ending = events.filter(({ name }) => endings.has(name))
  if (ending.length === 0) return
  const told = new Set<string>()
  await site.db.transaction(async trx => {
    for (const event of ending) {
      const settled = settledBy(trx, event)
      if (!settled) continue
      const change = { readAt: site.now().toISOString(), mailAt: null }
      const rows: { memberId: string }[] = await settled.whereNull('readAt').update(change).returning(['memberId'])
      for (const { memberId } of rows) told.add(memberId)
    }
  })
  if (told.size > 0) await site.live.tell('notifications', [...told])
}

/** Names of happenings are found by member, so the members are named as well. */
function settledBy(trx: Knex.Transaction, { name, payload }: Delivered): Knex.QueryBuilder | undefined {
  const notifications = trx('notifications')
  switch (name) {
    case 'comment.removed':
      return notifications.where({ commentId: (payload as Events['comment.removed']).commentId })
    case 'entry.removed':
      return notifications.where({ entryId: (payload as Events['entry.removed']).entryId })
    case 'member.joined': {
      const about = waitingName((payload as Events['member.joined']).memberId)
      return notifications.where({ about }).whereIn('memberId', trx('members').where({ role: 'admin' }).select('id'))
    }
    case 'subscription.accepted':
    case 'subscription.refused': {
      const { feedId } = payload as Subscription
      const admins = trx('memberships').where({ groupId: feedId, role: 'admin' }).select('memberId')
      return notifications
        .where({ about: requestName(payload as Subscription) })
        .where(answerers => answerers.where('memberId', feedId).orWhereIn('memberId', admins))
    }
    default:
      return undefined
  }
}
