import type { Knex } from 'knex'
import type { Actor } from '../actor.ts'
import { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
import type { GroupHeaderView, GroupRowView } from '../themes/template-views.ts'
import type { GroupRole } from './membership.ts'

/** A group with what it is to one viewer, as `groupRows` selects it. */
export interface GroupRow extends FeedLinkRow {
  description: string
  access: 'public' | 'private'
  members: number | string
  activeAt: string | null
  createdAt: string
  role: GroupRole | null
  requestedAt: string | null
}

/** Groups as `feeds as f` with the viewer's role and request: the start of every query that shows some. */
export function groupRows(db: Knex, actor: Actor): Knex.QueryBuilder<object, GroupRow[]> {
  const viewer = actor.id ?? ''
  return db('feeds as f')
    .join('groups as g', 'g.id', 'f.id')
    .leftJoin('memberships as own', join => join.on('own.groupId', 'f.id').andOnVal('own.memberId', viewer))
    .leftJoin('subscriptionRequests as asked', join => join.on('asked.feedId', 'f.id').andOnVal('asked.memberId', viewer))
    .whereNull('f.removedAt')
    .select('f.id', 'f.kind', 'f.handle', 'f.name', 'f.picture', 'f.description', 'f.access', 'f.createdAt', 'own.role')
    .select('asked.createdAt as requestedAt')
    .select(db.raw('(select count(*) from memberships x where x.group_id = f.id) as "members"'))
    .select(db.raw('(select max(d.bumped_at) from entry_feeds d where d.feed_id = f.id) as "activeAt"')) as never
}

export function showGroupRow(row: GroupRow, actor: Actor): GroupRowView {
  return {
    ...feedLink(row),
    description: row.description,
    access: row.access,
    members: Number(row.members),
    relation: relationOf(row, actor),
    ...(row.activeAt && { activeAt: row.activeAt }),
  }
}

/** What the viewer is to a group; `none` for visitors. */
export function relationOf(row: Pick<GroupRow, 'role' | 'requestedAt'>, actor: Actor): GroupHeaderView['relation'] {
  if (row.role) return row.role
  if (row.requestedAt) return 'requested'
  return actor.id ? 'not-member' : 'none'
}
