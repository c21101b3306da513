import { type Actor, isMember } from '../actor.ts'
import type { Feed } from '../feeds/feed.ts'
import type { FeedLinkRow } from '../feeds/feed-link.ts'
import { canReadFeed } from '../feeds/visibility.ts'
import type { Site } from '../site.ts'
import { people } from '../subscriptions/list-people.ts'
import { findV2Feed } from './find-v2-feed.ts'
import { feedHead } from './v2-feed-head.ts'
import { personJson } from './v2-format.ts'
import type { FeedInfoJson, PersonJson, ServiceJson } from './v2-json.ts'

/** People in one list; longer ones are cut, and named in `incomplete`. */
const mostPeople = 1_000
const mostServices = 100

type Lists = Pick<FeedInfoJson, 'subscriptions' | 'subscribers' | 'admins' | 'services' | 'incomplete'>

/** What is known of a feed besides its entries. Of a private feed others learn its name only. */
export async function readV2FeedInfo(site: Site, actor: Actor, id: string): Promise<FeedInfoJson> {
  const feed = await findV2Feed(site, actor, id)
  const head = await feedHead(site, actor, feed)
  if (!feed.owner) return id === 'home' && isMember(actor) ? { ...head, ...(await listsOf(site, actor, actor.member.feed)) } : head
  if (await canReadFeed(site.db, actor, feed.owner)) return { ...head, ...(await listsOf(site, actor, feed.owner)) }
  const { description: _, ...name } = head
  return name
}

async function listsOf(site: Site, actor: Actor, feed: Feed): Promise<Lists> {
  const isGroup = feed.kind === 'group'
  const limit = mostPeople
  const [subscriptions, subscribers, admins, services] = await Promise.all([
    isGroup ? undefined : people(site.db, actor, { limit }, 's.feedId').where('s.memberId', feed.id),
    people(site.db, actor, { limit }, 's.memberId').where('s.feedId', feed.id),
    isGroup ? listAdmins(site, feed.id) : undefined,
    isGroup ? undefined : listServices(site, feed.id),
  ])
  const lists = { ...(subscriptions && { subscriptions }), subscribers, ...(admins && { admins }) }
  const incomplete = Object.keys(lists).filter(name => lists[name as keyof typeof lists]!.length > mostPeople)
  const shown = Object.fromEntries(Object.entries(lists).map(([name, rows]) => [name, byName(rows)]))
  return { ...shown, ...(services && services.length > 0 && { services }), ...(incomplete.length > 0 && { incomplete }) }
}

function byName(rows: readonly (FeedLinkRow & { access: Feed['access'] })[]): PersonJson[] {
  return rows
    .slice(0, mostPeople)
    .map(personJson)
    .sort((a, b) => a.name.localeCompare(b.name))
}

function listAdmins({ db }: Site, groupId: string): Promise<(FeedLinkRow & { access: Feed['access'] })[]> {
  return db('memberships as m')
    .join('feeds as f', 'f.id', 'm.memberId')
    .where({ 'm.groupId': groupId, 'm.role': 'admin' })
    .limit(mostPeople + 1)
    .select('f.id', 'f.kind', 'f.handle', 'f.name', 'f.picture', 'f.access')
}

async function listServices({ db, registry }: Site, memberId: string): Promise<ServiceJson[]> {
  const rows: { title: string; service: string | null; siteUrl: string | null; url: string }[] = await db('sources')
    .where({ memberId })
    .orderBy('createdAt')
    .limit(mostServices)
    .select('title', 'service', 'siteUrl', 'url')
  return rows.map(({ title, service: id, siteUrl, url }) => {
    const profile = siteUrl ?? url
    const name = registry.services.find(known => known.id === id)?.name ?? title
    return { id: id ?? 'feed', name, ...(URL.canParse(profile) && { url: `${new URL(profile).origin}/` }), profile }
  })
}
