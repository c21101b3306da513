import { selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'

export interface TableSize {
  name: string
  /** About how many rows; undefined when nobody has counted them lately. */
  rows?: number
  /** With its indexes; undefined on SQLite, where counting pages means reading all of them. */
  bytes?: number
}

/** The tables of the database with what is cheap to know of them: nothing here reads a table. */
export async function listTables(site: Pick<Site, 'db'>): Promise<TableSize[]> {
  return site.db.dialect === 'sqlite' ? sqliteTables(site) : postgresTables(site)
}

/** `analyze` leaves the number of rows in the first word of `stat`. */
async function sqliteTables({ db }: Pick<Site, 'db'>): Promise<TableSize[]> {
  const hasStatistics = await selectRows<object>(db, `select 1 from sqlite_master where name = 'sqlite_stat1'`, [])
  const counted =
    hasStatistics.length > 0 ? 'select tbl, max(cast(stat as integer)) as n from sqlite_stat1 group by tbl' : `select '' as tbl, 0 as n`
  const rows = await selectRows<{ name: string; n: number | null }>(
    db,
    `select m.name, s.n from sqlite_master m left join (${counted}) s on s.tbl = m.name
     where m.type = 'table' and m.name not like 'sqlite_%' order by coalesce(s.n, 0) desc, m.name`,
    [],
  )
  return rows.map(({ name, n }) => ({ name, ...(n !== null && { rows: Number(n) }) }))
}

async function postgresTables({ db }: Pick<Site, 'db'>): Promise<TableSize[]> {
  const rows = await selectRows<{ name: string; n: string; bytes: string }>(
    db,
    `select c.relname as name, greatest(c.reltuples, s.n_live_tup, 0)::bigint as n, pg_total_relation_size(c.oid) as bytes
     from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_stat_user_tables s on s.relid = c.oid
     where c.relkind = 'r' and n.nspname = current_schema() order by bytes desc, name`,
    [],
  )
  return rows.map(({ name, n, bytes }) => ({ name, rows: Number(n), bytes: Number(bytes) }))
}
