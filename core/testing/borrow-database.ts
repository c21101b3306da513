import type { Client } from 'pg'
import { newId } from '../db/new-id.ts'

/** A database of PostgreSQL for one test. */
export interface Borrowed {
  url: string
  giveBack(): Promise<void>
}

export interface Template {
  /** Changes with the migrations. */
  fingerprint: string
  /** Makes the tables in an empty database. */
  fill(url: string): Promise<void>
}

/** What a database has to be like for the next test: its tables and columns as they were made, and these rows. */
interface Kept {
  shape: string
  rows: Record<string, object[]>
}

/**
 * A database with all tables on the server. Copying the template means some three hundred files, which takes longer than most tests; so
 * what a test gives back is emptied and lent to the next one, in whichever process. One whose tables were changed is dropped.
 */
export async function borrowDatabase(server: string, template: Template): Promise<Borrowed> {
  const name = `tributary_test_${newId().replaceAll('-', '').slice(-20)}`
  await connected(server, async admin => {
    if (await takeSpare(admin, template, name)) return
    await makeTemplate(admin, server, template)
    await admin.query(`create database "${name}" template "${templateName(template)}"`)
  })
  return { url: urlOf(server, name), giveBack: () => giveBack(server, template, name) }
}

const templateName = ({ fingerprint }: Template): string => `tributary_template_${fingerprint}`
const sparePrefix = ({ fingerprint }: Template): string => `tributary_spare_${fingerprint}_`

async function takeSpare(admin: Client, template: Template, name: string): Promise<boolean> {
  for (const spare of await databasesLike(admin, `${sparePrefix(template)}%`)) {
    const taken = await admin.query(`alter database "${spare}" rename to "${name}"`).catch(() => undefined)
    // Somebody else was faster: the next one.
    if (taken) return true
  }
  return false
}

async function giveBack(server: string, template: Template, name: string): Promise<void> {
  const empty = await connected(urlOf(server, name), db => emptied(db, template)).catch(() => false)
  await connected(server, async admin => {
    const spare = `${sparePrefix(template)}${name.slice(-20)}`
    const kept = empty && (await admin.query(`alter database "${name}" rename to "${spare}"`).catch(() => undefined))
    if (!kept) await admin.query(`drop database if exists "${name}" with (force)`)
  })
}

/** Empties the tables, unless they are not those of the template any more. Says whether it did. */
async function emptied(db: Client, template: Template): Promise<boolean> {
  const [kept, shape] = [await readKept(db, template), await shapeOf(db)]
  if (kept?.shape !== shape) return false
  const used = await usedTables(db)
  if (used.length === 0) return true
  // Foreign keys would ask for an order.
  const statements = ['set session_replication_role = replica', ...used.map(table => `delete from "${table}"`)]
  for (const [table, rows] of Object.entries(kept.rows)) {
    statements.push(
      `insert into "${table}" select * from json_populate_recordset(null::"${table}", ${db.escapeLiteral(JSON.stringify(rows))})`,
    )
  }
  await db.query(statements.join(';'))
  // Rows without an order come as they were written, as in a new table.
  await db.query(`vacuum ${used.map(table => `"${table}"`).join()}`)
  return true
}

/** Several test files start at once: one of them makes the template, the others wait for it. */
async function makeTemplate(admin: Client, server: string, template: Template): Promise<void> {
  if (await readKept(admin, template)) return
  const name = templateName(template)
  await admin.query('select pg_advisory_lock(20090109)')
  if (!(await readKept(admin, template))) {
    for (const spare of await databasesLike(admin, 'tributary_spare_%')) await admin.query(`drop database "${spare}"`).catch(() => {})
    // One without a note was not finished.
    await admin.query(`drop database if exists "${name}" with (force)`)
    await admin.query(`create database "${name}"`)
    await template.fill(urlOf(server, name))
    const kept = await connected(urlOf(server, name), async db => ({ shape: await shapeOf(db), rows: await rowsOf(db) }) satisfies Kept)
    await admin.query(`comment on database "${name}" is ${admin.escapeLiteral(JSON.stringify(kept))}`)
  }
  await admin.query('select pg_advisory_unlock(20090109)')
}

async function readKept(db: Client, template: Template): Promise<Kept | undefined> {
  const { rows } = await db.query<{ note: string | null }>(
    "select shobj_description(oid, 'pg_database') note from pg_database where datname = $1",
    [templateName(template)],
  )
  return rows[0]?.note ? (JSON.parse(rows[0].note) as Kept) : undefined
}

/** Changes with every statement that makes, changes or removes a table, a column or an index. */
async function shapeOf(db: Client): Promise<string> {
  const sums = ['pg_class', 'pg_attribute', 'pg_proc', 'pg_trigger'].map(
    table => `(select count(*) || ' ' || sum(xmin::text::bigint) from ${table})`,
  )
  const { rows } = await db.query<{ shape: string }>(`select concat_ws(',', ${sums.join()}) shape`)
  return rows[0]!.shape
}

async function usedTables(db: Client): Promise<string[]> {
  const { rows } = await db.query<{ relname: string }>(
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0",
  )
  return rows.map(row => row.relname)
}

async function rowsOf(db: Client): Promise<Record<string, object[]>> {
  const found: Record<string, object[]> = {}
  for (const table of await usedTables(db)) {
    const { rows } = await db.query<{ row: object }>(`select to_json(t) as row from "${table}" t`)
    if (rows.length > 0) found[table] = rows.map(({ row }) => row)
  }
  return found
}

async function databasesLike(admin: Client, pattern: string): Promise<string[]> {
  const { rows } = await admin.query<{ datname: string }>('select datname from pg_database where datname like $1', [pattern])
  return rows.map(row => row.datname)
}

async function connected<Value>(url: string, use: (client: Client) => Promise<Value>): Promise<Value> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

function urlOf(server: string, database: string): string {
  return Object.assign(new URL(server), { pathname: `/${database}` }).href
}
