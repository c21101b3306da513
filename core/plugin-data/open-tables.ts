import type { Knex } from 'knex'
import { type Dialect, selectRows } from '../db/select.ts'
import type { PluginTables } from '../plugin-contract/plugin-tables.ts'
import type { Site } from '../site.ts'

/**
 * A plugin's way to its own tables. It keeps an honest plugin to what is its own: a trusted plugin runs in the process, so this is no wall
 * against a hostile one.
 */
export function openTables(site: Site, plugin: string): PluginTables {
  return tablesOn(site.db, { plugin, dialect: site.db.dialect, now: () => site.now().toISOString() }, work => site.db.transaction(work))
}

type Transact = <Result>(work: (trx: Knex.Transaction) => Promise<Result>) => Promise<Result>

interface Owner {
  plugin: string
  dialect: Dialect
  now(): string
}

function tablesOn(db: Knex, owner: Owner, transact: Transact): PluginTables {
  const { plugin, dialect, now } = owner
  const own = plugin.replaceAll('-', '_')
  const check = (sql: string): void => checkTables(plugin, own, sql)
  const table = (name: string): Knex.QueryBuilder => {
    check(`from ${name}`)
    return db(name).on('query', ({ sql }: { sql: string }) => check(sql))
  }
  const methods: Pick<PluginTables, 'rows' | 'raw' | 'transaction' | 'dialect' | 'now'> = {
    dialect,
    now,
    rows(sql, bindings = []) {
      check(sql)
      return selectRows(db, sql, bindings)
    },
    raw: (sql, bindings = []) => db.raw(sql, bindings as Knex.RawBinding[]),
    // One inside another belongs to it.
    transaction: work =>
      db.isTransaction
        ? work(tables)
        : transact(trx => work(tablesOn(trx, owner, () => Promise.reject(new Error('This is a transaction already.'))))),
  }
  const tables = Object.freeze(Object.assign(table, methods)) as unknown as PluginTables
  return tables
}

const mention = /\b(?:from|join|into|update|table)\s+(?:only\s+)?(?:"?\w+"?\.)?[`"]?([a-z_]\w*)(?!\s*\()/gi
const named = /(?:\bwith(?:\s+recursive)?|,)\s+[`"]?(\w+)[`"]?\s*(?:\([^()]*\)\s*)?as\s*(?:materialized\s*)?\(/gi
/** Words that follow `from` and `update` where no table does: `is distinct from`, `do update set`, `for update`. */
const words = new Set(['set', 'select', 'json_each', 'lateral', 'skip', 'nowait', 'of', 'null'])

function checkTables(plugin: string, own: string, sql: string): void {
  const local = new Set([...sql.matchAll(named)].map(([, name]) => name!.toLowerCase()))
  for (const [, name] of sql.matchAll(mention)) {
    const table = name!.toLowerCase()
    if (table === own || table.startsWith(`${own}_`) || local.has(table) || words.has(table)) continue
    throw new Error(`The plugin "${plugin}" may ask its own tables, whose names begin with "${own}_", but not "${table}".`)
  }
}
