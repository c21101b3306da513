import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config-schema.ts'
import { connect, type Database, databaseAddress, isPostgres } from '../db/connect.ts'
import { type Finding, well } from './finding.ts'

const check = 'Database'

/** The database before the site is opened, which would bring it up to date. `open` says whether the site can be opened. */
export async function checkDatabase(config: Config): Promise<{ findings: Finding[]; open: boolean }> {
  const address = databaseAddress(config)
  if (!isPostgres(address) && !existsSync(address)) return { findings: [], open: true }
  const db = connect({ url: address, readers: 1 })
  try {
    const findings = [...(await checkWhole(db)), ...(await checkMigrations(db, config.root))]
    return { findings, open: findings.every(({ state }) => state === 'ok') }
  } catch (error) {
    const fix = isPostgres(address)
      ? 'Look at DATABASE_URL and whether the server runs.'
      : 'Restore the last good backup: npx tributary backup --list'
    return { findings: [{ check, state: 'problem', found: (error as Error).message || String(error), fix }], open: false }
  } finally {
    await db.close()
  }
}

/** PostgreSQL looks after its pages itself; SQLite is asked, by what takes seconds and not hours. */
async function checkWhole(db: Database): Promise<Finding[]> {
  if (db.dialect === 'postgres') {
    await db.raw('select 1')
    return []
  }
  const pages = (await db.raw('pragma quick_check(3)')) as Record<string, string>[]
  // The connection gives columns names of its own.
  const broken = pages.flatMap(row => Object.values(row)).filter(line => line !== 'ok')
  const strays = (await db.raw('select "table" as owner, count(*) as n from pragma_foreign_key_check group by 1')) as {
    owner: string
    n: number
  }[]
  const fix = 'Copy the data folder away first. Then restore the last good backup: npx tributary backup --list'
  return [
    ...(broken.length > 0 ? [{ check, state: 'problem' as const, found: `SQLite finds damage: ${broken.join(' ')}`, fix }] : []),
    ...strays.map(
      ({ owner, n }): Finding => ({ check, state: 'problem', found: `${n} rows of ${owner} name rows that are not there`, fix }),
    ),
  ]
}

async function checkMigrations(db: Database, root: string): Promise<Finding[]> {
  if (!(await db.schema.hasTable('migrations'))) return []
  const rows: { name: string; finishedAt: string | null }[] = await db('migrations').select('name', 'finishedAt')
  const begun = rows.find(({ name, finishedAt }) => finishedAt === null && name.startsWith('core/'))
  if (begun) {
    const fix = `If no process of the site runs: npx tributary migrate --retry ${begun.name}`
    return [{ check: 'Migrations', state: 'problem', found: `${begun.name} was begun and never finished`, fix }]
  }
  const files = readdirSync(join(root, 'migrations')).map(file => `core/${file.replace(/\.[jt]s$/, '')}`)
  const done = new Set(rows.map(({ name }) => name))
  const waiting = files.filter(name => !done.has(name))
  const unknown = [...done].filter(name => name.startsWith('core/') && !files.includes(name))
  if (unknown.length > 0) {
    const fix = 'Bring back the newer version of the program, or restore a backup that this one made.'
    return [{ check: 'Migrations', state: 'problem', found: `the database is newer than this program: ${unknown.join(', ')}`, fix }]
  }
  if (waiting.length === 0) return [well('Migrations', `${files.length}, none waits`)]
  const fix = 'Make a backup, then start the site or run: npx tributary migrate'
  return [{ check: 'Migrations', state: 'warning', found: `${waiting.length} wait: ${waiting.slice(0, 3).join(', ')}`, fix }]
}
