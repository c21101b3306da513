import type { Knex } from 'knex'
import type { Actor } from '../actor.ts'
import { writeText } from '../entries/write-text.ts'
import { notFound } from '../errors.ts'
import { type FeedLinkRow, feedLink } from '../feeds/feed-link.ts'
import type { Site } from '../site.ts'
import type { GroupHeaderView } from '../themes/template-views.ts'
import { canManage, canSeeGroup } from './group-access.ts'
import { type GroupRow, groupRows, relationOf } from './group-row.ts'

interface HeaderRow extends GroupRow {
  entries: number | string
  requests: number | string
  subscribedAt: string | null
}

/** Beyond this a group is simply large; counting on would cost more the larger it is. */
const mostCounted = 10_000
const mostAdmins = 20

/** What the top of a group's pages shows to one viewer. Of a private group others learn its name and whom to ask. */
export async function groupHeader(site: Site, actor: Actor, feed: { id: string }): Promise<GroupHeaderView> {
  const row = await findHeaderRow(site.db, actor, feed.id)
  const role = row.role ?? undefined
  const sees = canSeeGroup(row, role)
  const runs = canManage(actor, role)
  return {
    ...feedLink(row),
    descriptionHtml: sees && row.description ? (await writeText(site, row.description)).bodyHtml : '',
    access: row.access,
    counts: { members: Number(row.members), ...(sees && { entries: Number(row.entries) }) },
    admins: await listAdmins(site.db, row.id),
    relation: relationOf(row, actor),
    subscribed: row.subscribedAt !== null,
    createdAt: row.createdAt,
    ...(sees && { membersUrl: `/groups/${row.handle}/members` }),
    ...(runs && { settingsUrl: `/groups/${row.handle}/edit`, requests: Number(row.requests) }),
  }
}

async function findHeaderRow(db: Knex, actor: Actor, id: string): Promise<HeaderRow> {
  const rows = (await groupRows(db, actor)
    .where('f.id', id)
    .leftJoin('subscriptions as s', join => join.on('s.feedId', 'f.id').andOnVal('s.memberId', actor.id ?? ''))
    .select('s.createdAt as subscribedAt')
    .select(db.raw(`(select count(*) from (select 1 from entry_feeds d where d.feed_id = f.id limit ${mostCounted}) c) as "entries"`))
    .select(db.raw('(select count(*) from subscription_requests q where q.feed_id = f.id) as "requests"'))) as HeaderRow[]
  if (!rows[0]) throw notFound('group')
  return rows[0]
}

async function listAdmins(db: Knex, groupId: string) {
  const rows: FeedLinkRow[] = await db('memberships as m')
    .join('feeds as f', 'f.id', 'm.memberId')
    .where({ 'm.groupId': groupId, 'm.role': 'admin' })
    .orderBy('m.createdAt')
    .limit(mostAdmins)
    .select('f.id', 'f.kind', 'f.handle', 'f.name', 'f.picture')
  return rows.map(feedLink)
}
