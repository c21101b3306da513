import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import type { GroupsView } from '../themes/template-views.ts'
import { groupRows, showGroupRow } from './group-row.ts'

export const groupsInput = Type.Object({
  /** Words of a name or handle. */
  search: Type.Optional(Type.String({ maxLength: 60 })),
  /** Handle of the last group of the page before. */
  after: Type.Optional(Type.String({ maxLength: 40 })),
})
export type GroupsInput = Static<typeof groupsInput>

const perPage = 30
/** A first page with more of one's own groups than this would be a page about nothing else. */
const mostOwn = 200

/** The viewer's groups (on the first page), and the public groups the viewer is not in, by handle. */
export async function listGroups(site: Site, actor: Actor, { search = '', after = '' }: GroupsInput): Promise<GroupsView> {
  const own = isMember(actor) && !after && !search
  const mine = own ? await groupRows(site.db, actor).where(inItOrAsked).orderBy('f.handle').limit(mostOwn) : []
  const others = groupRows(site.db, actor).where('f.access', 'public').where('f.handle', '>', after).orderBy('f.handle')
  if (search) others.where(named(search))
  else others.whereNull('own.role').whereNull('asked.createdAt')
  const found = await others.limit(perPage + 1)

  const shown = found.slice(0, perPage)
  const query = new URLSearchParams({ ...(search && { search }), after: shown.at(-1)?.handle ?? '' })
  return {
    mine: mine.map(row => showGroupRow(row, actor)),
    others: shown.map(row => showGroupRow(row, actor)),
    canCreate: isMember(actor),
    ...(search && { search }),
    ...(found.length > perPage && { nextUrl: `/groups?${query}` }),
  }
}

type Condition = (inner: ReturnType<typeof groupRows>) => void

const inItOrAsked: Condition = inner => {
  inner.whereNotNull('own.role').orWhereNotNull('asked.createdAt')
}

function named(search: string): Condition {
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  return inner => {
    inner.whereRaw(`lower(f.name) like ? escape '\\'`, [pattern]).orWhereRaw(`f.handle like ? escape '\\'`, [pattern])
  }
}
