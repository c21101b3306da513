import type { Knex } from 'knex'
import type { Dialect, Sql } from '../db/select.ts'

/** The newest comments of each entry, as `comments c` for the entries of a list: a range of an index for each, however many there are. */
export function newestComments(dialect: Dialect, entryIds: readonly string[], count: number): Sql {
  return dialect === 'sqlite' ? newestSqlite(entryIds, count) : newestPostgres(entryIds, count)
}

function newestPostgres(entryIds: readonly string[], count: number): Sql {
  const sql = `unnest(?::text[]) as j(id) cross join lateral (
    select * from comments n where n.entry_id = j.id and n.removed_at is null order by n.number desc limit ${count}) c`
  return { sql, bindings: [entryIds as unknown as Knex.RawBinding] }
}

/** SQLite has no lateral join; a correlated list of row numbers does the same. */
function newestSqlite(entryIds: readonly string[], count: number): Sql {
  const sql = `json_each(?) j join comments c on c.rowid in (
    select n.rowid from comments n where n.entry_id = j.value and n.removed_at is null order by n.number desc limit ${count})`
  return { sql, bindings: [JSON.stringify(entryIds)] }
}
