import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import type { RequestsView } from './subscription-view.ts'

export const requestsInput = Type.Object({
  /** Time and ids of the last one of the page before. */
  after: Type.Optional(Type.String({ maxLength: 110, pattern: '^[0-9TZ:.-]+_[0-9a-f-]{36}_[0-9a-f-]{36}$' })),
})
export type RequestsInput = Static<typeof requestsInput>

interface RequestRow extends FeedLinkRow {
  createdAt: string
  feedId: string
  feedKind: FeedLinkRow['kind']
  feedHandle: string
  feedName: string
  feedPicture: string | null
}

const perPage = 50

/** Who waits for the viewer's answer: to follow the viewer, or to join a group the viewer runs. Longest waiting first. */
export async function listRequests(site: Site, actor: Actor, { after }: RequestsInput): Promise<RequestsView> {
  if (!isMember(actor)) throw unauthorized()
  const run = site.db('memberships').where({ memberId: actor.id, role: 'admin' }).select('groupId')
  const query = site
    .db('subscriptionRequests as r')
    .join('feeds as m', 'm.id', 'r.memberId')
    .join('feeds as f', 'f.id', 'r.feedId')
    .where(mine => mine.where('r.feedId', actor.id).orWhereIn('r.feedId', run))
    .whereNull('m.removedAt')
    .whereNull('f.removedAt')
    .orderBy(['r.createdAt', 'r.memberId', 'r.feedId'])
    .limit(perPage + 1)
    .select('m.id', 'm.kind', 'm.handle', 'm.name', 'm.picture', 'r.createdAt', 'r.feedId')
    .select('f.kind as feedKind', 'f.handle as feedHandle', 'f.name as feedName', 'f.picture as feedPicture')
  if (after) query.whereRaw('(r.created_at, r.member_id, r.feed_id) > (?, ?, ?)', after.split('_'))
  const rows: RequestRow[] = await query

  const shown = rows.slice(0, perPage)
  const last = shown.at(-1)
  return {
    requests: shown.map(row => ({
      person: feedLink(row),
      ...(row.feedKind === 'group' && { group: feedLink(groupOf(row)) }),
      at: row.createdAt,
      ...requestUrls(row.feedHandle, row.handle),
    })),
    ...(rows.length > perPage && last && { nextUrl: `/requests?after=${last.createdAt}_${last.id}_${last.feedId}` }),
  }
}

/** Where a request is answered: a POST lets in, a DELETE refuses. */
export function requestUrls(feedHandle: string, memberHandle: string): { acceptUrl: string; refuseUrl: string } {
  const url = `/requests/${feedHandle}/${memberHandle}`
  return { acceptUrl: url, refuseUrl: url }
}

function groupOf({ feedId, feedKind, feedHandle, feedName, feedPicture }: RequestRow): FeedLinkRow {
  return { id: feedId, kind: feedKind, handle: feedHandle, name: feedName, picture: feedPicture }
}
