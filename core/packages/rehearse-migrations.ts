import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { conflict } from '../errors.ts'
import { type PackagePlace, packageFolder } from './package-store.ts'

/** What takes something away. Going back to the old version's code must always be possible. */
const takesAway = /\b(drop\s+(table|column|index|view|constraint)|rename\s+(to|column)|alter\s+column|truncate|delete\s+from)\b/i

/** The migrator's own book of what ran. */
const ownBook = /[`"]migrations[`"]/i

/**
 * Runs the migrations of a stored package on an empty database of their own and looks at the statements: they may only add.
 * Returns the names of the tables that they make. Throws conflict.
 */
export async function rehearseMigrations(place: PackagePlace, name: string, id: string): Promise<string[]> {
  const path = join(packageFolder(place, name, id), 'migrations')
  return existsSync(path) ? rehearse(path, name) : []
}

/** The same for any folder of migrations. */
export async function rehearse(path: string, name: string): Promise<string[]> {
  const statements: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'tributary-rehearsal-'))
  const db = connect({ url: join(folder, 'rehearsal.sqlite'), readers: 1, onQuery: sql => statements.push(sql) })
  try {
    await migrate(db, [{ owner: name, path }], () => new Date(0)).catch(error => {
      throw conflict(`The migrations of the plugin ${name} fail: ${(error as Error).message}`)
    })
    const bad = statements.find(sql => takesAway.test(sql) && !ownBook.test(sql))
    if (bad !== undefined)
      throw conflict(`The migrations of the plugin ${name} take something away, but they may only add: ${bad.slice(0, 200)}`)
    const tables: { name: string }[] = await db('sqlite_master').where({ type: 'table' }).select('name')
    const made = tables.map(table => table.name).filter(table => table !== 'migrations' && !table.startsWith('sqlite_'))
    const foreign = made.find(table => !table.startsWith(`${name.replaceAll('-', '_')}_`))
    if (foreign !== undefined)
      throw conflict(`The tables of the plugin ${name} should begin with ${name.replaceAll('-', '_')}_, but one is called ${foreign}.`)
    return made
  } finally {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
