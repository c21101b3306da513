import type { Knex } from 'knex'
import { notFound } from '../errors.ts'
import { findShownTag } from '../tags/tag.ts'
import { tagUrl } from '../tags/tag-name.ts'
import { type Feed, findFeed } from './feed.ts'
import { activityOf, discussionOf, postedTo, publicFeed, taggedWith } from './feed-queries.ts'
import type { FeedQuery } from './read-feed.ts'

/** A feed as it is named outside of pages: in the JSON API and in Atom, RSS and JSON Feed. */
export interface NamedFeed {
  /** `public`, `ann`, `cooks`, `ann/comments`, `tags/bread`. */
  id: string
  name: string
  /** Page of the site that shows the same. */
  path: string
  query: FeedQuery
  /** Whose feed it is; absent for those of the site. Who may read it is asked with `canReadFeed`. */
  owner?: Feed
}

const tabs: Readonly<Record<string, { title: (name: string) => string; query: (feedId: string) => FeedQuery }>> = {
  comments: { title: name => `${name}'s comments`, query: id => activityOf(id, 'comment') },
  likes: { title: name => `${name}'s likes`, query: id => activityOf(id, 'like') },
  discussion: { title: name => `${name}'s discussion`, query: discussionOf },
}

/** The feed with this name, the same for everybody who may read it. Throws notFound. */
export async function findNamedFeed(db: Knex, id: string): Promise<NamedFeed> {
  if (id === 'public') return { id, name: 'Everyone', path: '/public', query: publicFeed() }
  const [handle = '', tab, ...rest] = id.split('/')
  if (handle === 'tags') {
    const { name: tag, label } = await findShownTag(db, rest.length > 0 ? '' : (tab ?? ''))
    return { id: `tags/${tag}`, name: `#${label}`, path: tagUrl(tag), query: taggedWith(tag) }
  }
  const owner = await findFeed(db, handle)
  if (tab === undefined) return { id: owner.handle, name: owner.name, path: `/${owner.handle}`, query: postedTo(owner.id), owner }
  const known = Object.hasOwn(tabs, tab) ? tabs[tab] : undefined
  if (!known || rest.length > 0 || owner.kind !== 'member') throw notFound('feed')
  const name = `${owner.handle}/${tab}`
  return { id: name, name: known.title(owner.name), path: `/${name}`, query: known.query(owner.id), owner }
}
