import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { notFound } from '../errors.ts'
import { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { findGroup } from './group.ts'
import { canManage, canSeeGroup } from './group-access.ts'
import { groupHeader } from './group-header.ts'
import type { GroupMembersView } from './group-view.ts'
import { type GroupRole, maybeRole } from './membership.ts'

export const membersInput = Type.Object({
  handle: Type.String({ maxLength: 40 }),
  /** Id of the last member of the page before. */
  after: Type.Optional(Type.String({ maxLength: 36 })),
})
export type MembersInput = Static<typeof membersInput>

const perPage = 50

/** Who is in a group, longest here first. Admins get what they need to name other admins. */
export async function listMembers(site: Site, actor: Actor, { handle, after = '' }: MembersInput): Promise<GroupMembersView> {
  const { id, feed } = await findGroup(site.db, handle)
  const own = await maybeRole(site.db, id, actor.id)
  if (!canSeeGroup(feed, own)) throw notFound('group')
  const rows: (FeedLinkRow & { role: GroupRole })[] = await site
    .db('memberships as m')
    .join('feeds as f', 'f.id', 'm.memberId')
    .where('m.groupId', id)
    .where('m.memberId', '>', after)
    .orderBy('m.memberId')
    .limit(perPage + 1)
    .select('f.id', 'f.kind', 'f.handle', 'f.name', 'f.picture', 'm.role')

  const shown = rows.slice(0, perPage)
  const runs = canManage(actor, own)
  return {
    group: await groupHeader(site, actor, feed),
    members: shown.map(row => ({
      ...feedLink(row),
      role: row.role,
      ...(runs && { roleUrl: `/groups/${feed.handle}/members/${row.handle}` }),
    })),
    ...(rows.length > perPage && { nextUrl: `/groups/${feed.handle}/members?after=${shown.at(-1)!.id}` }),
  }
}
