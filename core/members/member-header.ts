import type { Knex } from 'knex'
import { type Actor, isMember } from '../actor.ts'
import { selectRows } from '../db/select.ts'
import { writeText } from '../entries/write-text.ts'
import type { Feed } from '../feeds/feed.ts'
import { feedLink } from '../feeds/feed-link.ts'
import type { Site } from '../site.ts'
import type { MemberHeaderView } from '../themes/template-views.ts'

/** Counting stops here: nobody compares numbers beyond, and a page costs the same. */
const countTo = 10_000

interface HeaderRow {
  joinedAt: string
  entries: number | string
  comments: number | string
  likes: number | string
  subscribers: number | string
  subscriptions: number | string
  subscribed: string | null
  requested: string | null
  follows: string | null
  blocked: string | null
}

const count = (rows: string): string => `(select count(*) from (select 1 from ${rows} limit ${countTo}) counted)`

// Few are removed at a time; an index knows them, so that counting does not look at every entry.
const removed = `(select count(*) from entries x join entry_feeds xd on xd.entry_id = x.id and xd.feed_id = f.id
      where x.author_id = f.id and x.removed_at is not null)`

const headerSql = `select f.created_at as "joinedAt",
    ${count('entry_feeds d where d.feed_id = f.id')} - ${removed} as entries,
    ${count(`activities v where v.member_id = f.id and v.kind = 'comment'`)} as comments,
    ${count(`activities v where v.member_id = f.id and v.kind = 'like'`)} as likes,
    ${count('subscriptions s where s.feed_id = f.id')} as subscribers,
    ${count('subscriptions s where s.member_id = f.id')} as subscriptions,
    (select s.created_at from subscriptions s where s.member_id = ? and s.feed_id = f.id) as subscribed,
    (select r.created_at from subscription_requests r where r.member_id = ? and r.feed_id = f.id) as requested,
    (select s.created_at from subscriptions s where s.member_id = f.id and s.feed_id = ?) as follows,
    (select b.blocked_at from blocks b where b.member_id = ? and b.other_id = f.id) as blocked
  from feeds f where f.id = ?`

/** What stands on top of a member's pages. Two statements. */
export async function memberHeader(site: Site, actor: Actor, feed: Feed): Promise<MemberHeaderView> {
  const viewer = actor.id ?? ''
  const [rows, sources, bio] = await Promise.all([
    selectRows<HeaderRow>(site.db, headerSql, [viewer, viewer, viewer, viewer, feed.id]),
    listSources(site, feed.id),
    feed.description ? writeText(site, feed.description) : { bodyHtml: '' },
  ])
  const row = rows[0]!
  const relation = relationOf(actor, feed, row)
  // Where somebody writes elsewhere is as private as what they write here.
  const open = feed.access === 'public' || relation === 'self' || relation === 'subscribed'
  return {
    ...feedLink(feed),
    bioHtml: bio.bodyHtml,
    links: JSON.parse(feed.links) as MemberHeaderView['links'],
    sources: open ? sources : [],
    counts: {
      entries: Number(row.entries),
      comments: Number(row.comments),
      likes: Number(row.likes),
      subscribers: Number(row.subscribers),
      subscriptions: Number(row.subscriptions),
    },
    joinedAt: row.joinedAt,
    private: feed.access === 'private',
    relation,
    followsMe: row.follows !== null,
  }
}

function relationOf(actor: Actor, feed: Feed, row: HeaderRow): MemberHeaderView['relation'] {
  if (!isMember(actor)) return 'none'
  if (actor.id === feed.id) return 'self'
  if (row.blocked) return 'blocked'
  if (row.subscribed) return 'subscribed'
  return row.requested ? 'requested' : 'not-subscribed'
}

async function listSources(site: Site, memberId: string): Promise<MemberHeaderView['sources']> {
  const rows: { title: string; service: string | null; siteUrl: string | null; url: string }[] = await connectedSources(site.db, memberId)
  return rows.map(({ title, service: id, siteUrl, url }) => {
    const service = site.registry.services.find(known => known.id === id)
    return { title, service: service?.name ?? '', icon: service?.icon ?? 'feed', url: siteUrl ?? url }
  })
}

function connectedSources(db: Knex, memberId: string) {
  return db('sources').where({ memberId }).orderBy('createdAt').limit(50).select('title', 'service', 'siteUrl', 'url')
}
