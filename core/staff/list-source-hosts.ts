import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { selectRows } from '../db/select.ts'
import { forbidden } from '../errors.ts'
import type { Site } from '../site.ts'

/** A host from which members bring entries in. */
export interface SourceHost {
  host: string
  sources: number
  failing: number
  paused: number
  /** Failures in a row of the source that has most of them. */
  worst: number
  /** About how often a day it is asked, by the intervals of its sources. */
  requestsPerDay: number
  /** Since when one of its sources fails. */
  failingSince: string | null
}

export interface HostFilter {
  /** Those with most sources first, or those with most failing ones. */
  by?: 'sources' | 'failing'
  limit?: number
  offset?: number
}

/** The hosts of all sources, summed up from an index that holds all that is asked for. */
export async function listSourceHosts(
  site: Site,
  actor: Actor,
  { by = 'sources', limit = 50, offset = 0 }: HostFilter = {},
): Promise<SourceHost[]> {
  if (!may(actor, 'sources')) throw forbidden('Only those who look after the sources see their hosts.')
  const order = by === 'failing' ? 'failing desc, sources desc' : 'sources desc'
  const rows = await selectRows<Record<keyof SourceHost, string | number | null>>(
    site.db,
    `select host, count(*) as sources, count(failing_since) as failing, count(paused_at) as paused, max(failures) as worst,
       sum(case when paused_at is null then 1440.0 / interval_minutes else 0 end) as "requestsPerDay", min(failing_since) as "failingSince"
     from sources group by host ${by === 'failing' ? 'having count(failing_since) > 0' : ''} order by ${order}, host limit ? offset ?`,
    [limit, offset],
  )
  return rows.map(row => ({
    host: String(row.host ?? ''),
    sources: Number(row.sources),
    failing: Number(row.failing),
    paused: Number(row.paused),
    worst: Number(row.worst),
    requestsPerDay: Math.round(Number(row.requestsPerDay)),
    failingSince: row.failingSince === null ? null : String(row.failingSince),
  }))
}
