import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import createKnex from 'knex'
import { pino } from 'pino'
import { loadConfig } from '../config/load-config.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { connect, type Database } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { newId } from '../db/new-id.ts'
import { type OpenOptions, type OpenSite, openSite } from '../open-site.ts'
import { type Running, serve } from '../serve.ts'
import type { Site } from '../site.ts'

/** What of a tap test is needed here. */
export interface Teardown {
  teardown(fn: () => Promise<unknown> | unknown): void
}

export interface MakeOptions extends OpenOptions {
  /** Variables as in the environment. */
  env?: Record<string, string>
  /** A site whose first-run setup was not done yet. */
  isNew?: boolean
}

/** Folder of the program. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** PostgreSQL server for the tests, when they are to run there: `postgres://user@host/postgres`. */
const postgresUrl = process.env.TEST_DATABASE_URL ?? ''

/** A site of its own for one test, on a copy of a migrated database, without a server and without running jobs. */
export async function makeSite(t: Teardown, options: MakeOptions = {}): Promise<Site> {
  return (await makeOpenSite(t, options)).site
}

/** The same with the handles of the process around it: `outbox.drained()` delivers events. */
export async function makeOpenSite(t: Teardown, options: MakeOptions = {}): Promise<OpenSite> {
  const { config, log, remove } = await prepare(options)
  const opened = await openSite(config, { log, ...options })
  if (options.isNew) await forgetSetup(opened)
  t.teardown(async () => {
    await opened.close()
    await remove()
  })
  return opened
}

/** The same, listening on a free port of 127.0.0.1. */
export async function makeServedSite(t: Teardown, options: MakeOptions = {}): Promise<Running> {
  const { config, log, remove } = await prepare(options)
  const running = await serve(config, { log, ...options })
  if (options.isNew) await forgetSetup(running)
  t.teardown(async () => {
    await running.close()
    await remove()
  })
  return running
}

async function prepare({ env = {} }: MakeOptions) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tributary-test-'))
  const { databaseUrl, drop } = postgresUrl ? await copyPostgres() : { databaseUrl: '', drop: async () => {} }
  if (!databaseUrl) copyFileSync(await sqliteTemplate(), join(dataDir, 'tributary.sqlite'))
  const config = loadConfig(root, { PORT: '0', DATA_DIR: dataDir, DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent', CONFIG_FILE: '', ...env })
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const remove = async (): Promise<void> => {
    rmSync(dataDir, { recursive: true, force: true })
    await drop()
  }
  return { config, log, remove }
}

/** Most tests are about a site that was set up long ago. */
async function rememberSetup(db: Database): Promise<void> {
  const at = '2026-01-01T00:00:00.000Z'
  await db.transaction(async trx => {
    await trx('versions').delete()
    await trx('settings').insert({ name: 'setUpAt', value: JSON.stringify(at), updatedAt: at })
    await bumpVersion(trx, 'settings')
  })
}

async function forgetSetup({ site, refresh }: OpenSite): Promise<void> {
  await site.db.transaction(async trx => {
    await trx('settings').where({ name: 'setUpAt' }).delete()
    await bumpVersion(trx, 'settings')
  })
  await refresh()
}

/** Changes with the migrations, so that a template is never older than they are. */
function fingerprint(): string {
  const folder = join(root, 'migrations')
  const hash = createHash('sha256')
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)))
  return hash
    .update(readFileSync(join(root, 'core/db/migrate.ts')))
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest('hex')
    .slice(0, 16)
}

async function sqliteTemplate(): Promise<string> {
  const file = join(tmpdir(), 'tributary-templates', `${fingerprint()}.sqlite`)
  if (existsSync(file)) return file
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  const db = connect({ url: draft })
  await migrate(db, [{ owner: 'core', path: join(root, 'migrations') }], () => new Date())
  await rememberSetup(db)
  await db.raw('select 1')
  await db.close()
  renameSync(draft, file)
  for (const rest of ['-wal', '-shm']) rmSync(draft + rest, { force: true })
  return file
}

async function copyPostgres(): Promise<{ databaseUrl: string; drop: () => Promise<void> }> {
  const template = `tributary_template_${fingerprint()}`
  const name = `tributary_test_${newId().replaceAll('-', '').slice(-20)}`
  const admin = createKnex({ client: 'pg', connection: { connectionString: postgresUrl }, pool: { min: 0, max: 1 } })
  const urlOf = (database: string): string => Object.assign(new URL(postgresUrl), { pathname: `/${database}` }).href
  try {
    // Several test files start at once; one of them makes the template, the others wait for it.
    await admin.raw('select pg_advisory_lock(20090109)')
    const known = await admin('pg_database').where({ datname: template })
    if (known.length === 0) {
      await admin.raw('create database ??', [template])
      const db = connect({ url: urlOf(template) })
      await migrate(db, [{ owner: 'core', path: join(root, 'migrations') }], () => new Date())
      await rememberSetup(db)
      await db.close()
    }
    await admin.raw('create database ?? template ??', [name, template])
    await admin.raw('select pg_advisory_unlock(20090109)')
  } finally {
    await admin.destroy()
  }
  const drop = async (): Promise<void> => {
    const last = createKnex({ client: 'pg', connection: { connectionString: postgresUrl }, pool: { min: 0, max: 1 } })
    await last.raw('drop database if exists ?? with (force)', [name])
    await last.destroy()
  }
  return { databaseUrl: urlOf(name), drop }
}
