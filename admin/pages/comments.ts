import { listSiteComments, type PanelPage, type SiteComment, searched, writeCursor } from 'core/control'
import { listDownload } from '../download.ts'
import { addressOf, chosenOf, type FilterGroup, makeFilters, pageOf, type Query, searchedOn } from '../list-view.ts'

const perPage = 50
const page = '/admin/comments'
const shows: FilterGroup = { name: 'show', label: 'Show', options: { '': 'What is there', removed: 'Taken down' } }

/** What was said to public entries. */
export default {
  title: 'Comments',
  section: 'Content',
  order: 11,
  permission: 'content',
  async show({ site, actor, query }) {
    const { comments, searchedTo } = await listSiteComments(site, actor, { ...filterOf(query), limit: perPage + 1 })
    return {
      filters: makeFilters(query, { page, search: { name: 'search', label: 'Words in it' }, groups: [shows] }),
      of: query.author ? `@${query.author}` : '',
      all: page,
      list: pageOf(comments, { perPage, page, query, cursor: writeCursor }),
      removed: chosenOf(query, shows) === 'removed',
      further: searchedOn(page, query, searchedTo),
      searched,
      csv: addressOf(`${page}/export`, query),
    }
  },
  async download({ site, actor, query }) {
    const filter = filterOf({ ...query, search: '' })
    const read = async (part: { after?: string; limit: number }) => (await listSiteComments(site, actor, { ...filter, ...part })).comments
    return listDownload<SiteComment>('csv', { name: 'comments', columns: columns(site.url), read, cursor: writeCursor })
  },
} satisfies PanelPage

function columns(url: string): Record<string, (comment: SiteComment) => unknown> {
  return {
    entry: comment => `${url}/e/${comment.entryShortId}`,
    number: comment => comment.number,
    author: comment => comment.authorHandle,
    written: comment => comment.createdAt,
    text: comment => comment.text,
    'taken down': comment => comment.removedAt,
    reason: comment => comment.removedReason,
  }
}

function filterOf(query: Query): { search?: string; author?: string; after?: string; removed: boolean } {
  return {
    ...(query.search && { search: query.search }),
    ...(query.author && { author: query.author }),
    ...(query.after && { after: query.after }),
    removed: chosenOf(query, shows) === 'removed',
  }
}
