import type { EventListener } from '../jobs/outbox.ts'
import type { Delivered, EventName, Events } from '../plugin-contract/events.ts'
import type { Site } from '../site.ts'
import { addNotifications } from './add-notifications.ts'
import { draftsOfActions } from './drafts-of-actions.ts'
import { draftsOfComments } from './drafts-of-comments.ts'
import { draftsOfEntries } from './drafts-of-entries.ts'
import { draftsOfOpenings } from './drafts-of-openings.ts'
import { draftsOfNewcomers, draftsOfRequests, draftsOfSubscribers } from './drafts-of-people.ts'
import { draftsOfPurges } from './drafts-of-purges.ts'
import { draftsOfRestrictions } from './drafts-of-restrictions.ts'
import type { Draft } from './notification.ts'
import { settleNotifications } from './settle-notifications.ts'

/** Tells members what they should hear about. Works in batches: a few statements for many events and many readers. */
export function notifyListener(site: Site): EventListener {
  return {
    name: 'notify',
    events: [
      'comment.published',
      'comment.edited',
      'comment.removed',
      'entry.published',
      'entry.edited',
      'entry.removed',
      'member.joined',
      'member.waiting',
      'subscription.added',
      'subscription.requested',
      'subscription.accepted',
      'subscription.refused',
      'source.claimed',
      'action.done',
      'member.restricted',
      'member.unrestricted',
      'entry.opened',
      'content.purged',
    ],
    async run(events) {
      const drafts = [
        ...(await draftsOfComments(site, payloads(events, 'comment.published'), payloads(events, 'comment.edited'))),
        ...(await draftsOfEntries(site, [...payloads(events, 'entry.published'), ...payloads(events, 'entry.edited')])),
        ...(await draftsOfNewcomers(site, payloads(events, 'member.joined'), payloads(events, 'member.waiting'))),
        ...(await draftsOfRequests(site, payloads(events, 'subscription.requested'), payloads(events, 'subscription.accepted'))),
        ...payloads(events, 'source.claimed').map(draftOfClaim),
        ...(await draftsOfActions(site, payloads(events, 'action.done'))),
        ...(await draftsOfRestrictions(site, payloads(events, 'member.restricted'), payloads(events, 'member.unrestricted'))),
        ...(await draftsOfOpenings(site, payloads(events, 'entry.opened'))),
        ...(await draftsOfPurges(site, payloads(events, 'content.purged'))),
        ...(await draftsOfSubscribers(site, payloads(events, 'subscription.added'))),
      ]
      await addNotifications(site, drafts)
      await settleNotifications(site, events)
    },
  }
}

/** Whose source its owner had taken out. */
function draftOfClaim({ sourceId, memberId, ownerId }: Events['source.claimed']): Draft {
  return { memberId, kind: 'source-claimed', actorId: ownerId, about: `source-claimed:${sourceId}` }
}

function payloads<Name extends EventName>(events: readonly Delivered[], name: Name): Events[Name][] {
  return events.filter(event => event.name === name).map(event => event.payload as Events[Name])
}
