import { listSiteEntries, type PanelPage, type SiteEntry, type SiteEntryFilter, searched, writeCursor } from 'core/control'
import { listDownload } from '../download.ts'
import { addressOf, chosenOf, type FilterGroup, makeFilters, pageOf, type Query, searchedOn } from '../list-view.ts'

const perPage = 50
const page = '/admin/entries'
const shows: FilterGroup = { name: 'show', label: 'Show', options: { '': 'What is there', removed: 'Taken down' } }
const origins: FilterGroup = { name: 'origin', label: 'Written', options: { '': 'Anywhere', here: 'Here', source: 'Elsewhere' } }
const media: FilterGroup = { name: 'media', label: 'With', options: { '': 'Anything', pictures: 'Pictures' } }

/** What is public, and taking it down. */
export default {
  title: 'Entries',
  section: 'Content',
  order: 10,
  permission: 'content',
  async show({ site, actor, query }) {
    const { entries, searchedTo } = await listSiteEntries(site, actor, { ...filterOf(query), limit: perPage + 1 })
    const list = pageOf(entries, { perPage, page, query, cursor: writeCursor })
    const { group = '', author = '', tag = '' } = query
    return {
      filters: makeFilters(query, { page, search: { name: 'search', label: 'Words in it' }, groups: [shows, origins, media] }),
      // A list of one member, group or tag is reached from their name.
      of: author ? `@${author}` : group ? `the group @${group}` : tag ? `the tag #${tag}` : '',
      all: page,
      list,
      removed: chosenOf(query, shows) === 'removed',
      further: searchedOn(page, query, searchedTo),
      searched,
      csv: addressOf(`${page}/export`, query),
      json: addressOf(`${page}/export`, { ...query, as: 'json' }),
    }
  },
  async download({ site, actor, query }) {
    const filter = filterOf({ ...query, search: '' })
    const read = async (part: { after?: string; limit: number }) => (await listSiteEntries(site, actor, { ...filter, ...part })).entries
    return listDownload<SiteEntry>(query.as === 'json' ? 'json' : 'csv', {
      name: 'entries',
      columns: columns(site.url),
      read,
      cursor: writeCursor,
    })
  },
} satisfies PanelPage

function columns(url: string): Record<string, (entry: SiteEntry) => unknown> {
  return {
    address: entry => `${url}/e/${entry.shortId}`,
    author: entry => entry.authorHandle,
    published: entry => entry.publishedAt,
    title: entry => entry.title,
    text: entry => entry.text,
    link: entry => entry.link,
    from: entry => entry.viaName,
    comments: entry => entry.comments,
    likes: entry => entry.likes,
    'taken down': entry => entry.removedAt,
    reason: entry => entry.removedReason,
  }
}

function filterOf(query: Query): Omit<SiteEntryFilter, 'limit'> {
  const origin = chosenOf(query, origins)
  return {
    ...(query.search && { search: query.search }),
    ...(query.author && { author: query.author }),
    ...(query.group && { group: query.group }),
    ...(query.tag && { tag: query.tag }),
    ...(query.after && { after: query.after }),
    ...((origin === 'here' || origin === 'source') && { origin }),
    pictures: chosenOf(query, media) === 'pictures',
    removed: chosenOf(query, shows) === 'removed',
  }
}
