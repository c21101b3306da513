import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { type Sql, selectRows } from '../db/select.ts'
import { forbidden, invalid } from '../errors.ts'
import type { Site } from '../site.ts'
import { foldTag } from '../tags/tag-name.ts'

export interface SiteTag {
  name: string
  label: string
  /** Public entries. */
  uses: number
  usedAt: string | null
  hiddenAt: string | null
  /** Label of the tag under which it is filed; null when it stands for itself. */
  under: string | null
}

export interface SiteTagFilter {
  /** The beginning of a tag. */
  search?: string
  /** `once`: used by one entry; `merged`: filed under another one. Public ones that stand for themselves when left out. */
  show?: 'once' | 'hidden' | 'merged'
  /** Most used first when left out. */
  order?: 'used' | 'name'
  after?: string
  limit: number
}

/**
 * Tags as who looks after content sees them: those of public entries, and those about which something was decided. What stands in private
 * entries only is nobody's business here.
 */
export async function listSiteTags(site: Site, actor: Actor, filter: SiteTagFilter): Promise<SiteTag[]> {
  if (!may(actor, 'content')) throw forbidden('Only those who look after content see all tags.')
  const place = placeOf(filter)
  const conditions = [shownSql(filter.show), ...searchSql(filter.search), ...afterSql(filter)]
  return selectRows<SiteTag>(
    site.db,
    `select t.name, t.label, t.uses, t.used_at as "usedAt", t.hidden_at as "hiddenAt", u.label as under
     from tags t left join tags u on u.name = t.stands_for
     where ${conditions.map(({ sql }) => sql).join(' and ')}
     order by ${place === 't.name' ? place : `${place} desc, t.name desc`} limit ?`,
    [...conditions.flatMap(({ bindings }) => bindings), filter.limit],
  )
}

/** What a list is sorted by. Those that are used have a time, so that an index has them in order; the others are few. */
function placeOf({ order, show }: SiteTagFilter): string {
  if (order !== 'used') return order === 'name' ? 't.name' : 't.uses'
  return show === 'hidden' || show === 'merged' ? `coalesce(t.used_at, '')` : 't.used_at'
}

/** Where a list of tags goes on after this one. */
export function tagCursor({ name, uses, usedAt }: Pick<SiteTag, 'name' | 'uses' | 'usedAt'>, order: SiteTagFilter['order']): string {
  return order === 'name' ? name : `${order === 'used' ? (usedAt ?? '') : uses} ${name}`
}

function shownSql(show: SiteTagFilter['show']): Sql {
  const conditions = {
    all: 't.uses > 0 and t.used_at is not null',
    once: 't.uses = 1 and t.used_at is not null',
    hidden: 't.hidden_at is not null and t.stands_for is null',
    merged: 't.stands_for is not null',
  }
  return { sql: conditions[show ?? 'all'], bindings: [] }
}

function searchSql(search: string | undefined): Sql[] {
  const start = foldTag((search ?? '').trim().replace(/^#/, ''))
  return start === '' ? [] : [{ sql: '(t.name >= ? and t.name < ?)', bindings: [start, `${start}\u{10ffff}`] }]
}

function afterSql(filter: SiteTagFilter): Sql[] {
  const { after, order } = filter
  if (after === undefined) return []
  if (order === 'name') return [{ sql: 't.name > ?', bindings: [after] }]
  const [value = '', name] = after.split(' ')
  if (name === undefined || (order !== 'used' && !/^\d{1,9}$/.test(value)))
    throw invalid({ page: 'This link to another page is broken. Start again at the first page.' })
  return [{ sql: `(${placeOf(filter)}, t.name) < (?, ?)`, bindings: [order === 'used' ? value : Number(value), name] }]
}
