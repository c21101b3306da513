import type { Knex } from 'knex'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { tidyHandle } from '../members/handle.ts'
import type { Site } from '../site.ts'
import { describeSource } from '../sources/describe-source.ts'
import { Source } from '../sources/source.ts'
import { countedTo } from './count-some.ts'

/** Which sources a list shows. */
export type SourceShow = 'all' | 'failing' | 'paused' | 'never'

export interface SourceFilter {
  show?: SourceShow
  service?: string
  host?: string
  /** A handle with @, a whole address or its beginning, or the beginning of a title. */
  search?: string
  /** Id of the last one of the page before. */
  after?: string
  limit?: number
}

/** A member's source as those see it who look after all of them. */
export interface SiteSource {
  id: string
  title: string
  url: string
  host: string | null
  service: string | null
  ownerHandle: string
  state: 'good' | 'failing' | 'paused' | 'new' | 'gone'
  mark: 'good' | 'bad' | 'resting'
  status: string
  failures: number
  failingSince: string | null
  intervalMinutes: number
  nextFetchAt: string | null
  fetchedAt: string | null
  importedInAll: number
  isPaused: boolean
  pausedNote: string | null
}

/** A page of all members' sources. Each filter has an index, so that a page costs the same however many there are. */
export async function listSiteSources(site: Site, actor: Actor, filter: SourceFilter = {}): Promise<SiteSource[]> {
  if (!may(actor, 'sources')) throw forbidden('Only those who look after the sources see all of them.')
  const rows = wanted(site.db, filter)
    .join('feeds as f', 'f.id', 's.memberId')
    .select('s.*', 'f.handle as ownerHandle')
    .orderBy('s.id', 'desc')
    .limit(filter.limit ?? 50)
  if (filter.after) rows.where('s.id', '<', filter.after)
  const found: (object & { ownerHandle: string })[] = await rows
  return found.map(row => view(Source.fromDatabaseJson(row), row, site.now()))
}

/** How many sources each filter would show, counting to {@link countedTo}. One statement. */
export async function countSources(site: Site): Promise<Record<SourceShow, number>> {
  const { db } = site
  const shows: SourceShow[] = ['all', 'failing', 'paused', 'never']
  const counts = shows.map(show => {
    const some = wanted(db, { show })
      .select(db.raw('1 as one'))
      .limit(countedTo + 1)
    return db.count('*').from(some.as('x')).as(show)
  })
  const [row] = (await db.select(counts)) as Record<SourceShow, number | string>[]
  return Object.fromEntries(shows.map(show => [show, Number(row?.[show] ?? 0)])) as Record<SourceShow, number>
}

function wanted(db: Knex, { show = 'all', service, host, search = '' }: SourceFilter): Knex.QueryBuilder {
  const rows = db('sources as s')
  if (show === 'failing') rows.whereNotNull('s.failingSince').whereNull('s.pausedAt')
  if (show === 'paused') rows.whereNotNull('s.pausedAt')
  if (show === 'never') rows.whereNull('s.fetchedAt')
  if (service) rows.where('s.service', service)
  if (host) rows.where('s.host', host.toLowerCase())
  return searched(db, rows, search.trim())
}

function searched(db: Knex, rows: Knex.QueryBuilder, search: string): Knex.QueryBuilder {
  if (search === '') return rows
  if (search.startsWith('@'))
    return rows.whereIn(
      's.memberId',
      db('feeds')
        .where({ handle: tidyHandle(search), kind: 'member' })
        .select('id'),
    )
  const text = `%${search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
  return rows.whereRaw(`(lower(s.url) like ? escape '\\' or lower(s.title) like ? escape '\\')`, [text, text])
}

function view(source: Source, { ownerHandle }: { ownerHandle: string }, now: Date): SiteSource {
  const { id, title, url, host, service, failures, failingSince, intervalMinutes, nextFetchAt, fetchedAt, importedInAll, pausedNote } =
    source
  const state = stateOf(source)
  const mark = state === 'good' ? 'good' : state === 'failing' ? 'bad' : 'resting'
  const health = { state, mark, status: describeSource(source, now), isPaused: source.pausedAt !== null } as const
  const times = { failures, failingSince, intervalMinutes, nextFetchAt, fetchedAt }
  return { id, title, url, host, service, ownerHandle, importedInAll, pausedNote, ...times, ...health }
}

function stateOf({ pausedAt, failingSince, fetchedAt, nextFetchAt }: Source): SiteSource['state'] {
  if (pausedAt) return 'paused'
  if (!fetchedAt) return 'new'
  if (!nextFetchAt) return 'gone'
  return failingSince ? 'failing' : 'good'
}
