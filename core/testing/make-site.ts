import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import type { Config } from '../config/config-schema.ts'
import { loadConfig } from '../config/load-config.ts'
import { bumpVersion } from '../config/settings-store.ts'
import { connect, type Database, databaseAddress } from '../db/connect.ts'
import { type MigrationFolder, migrate } from '../db/migrate.ts'
import { type OpenOptions, type OpenSite, openSite } from '../open-site.ts'
import { type Manifest, parseManifest } from '../plugin-contract/manifest.ts'
import { rememberTables } from '../plugin-data/personal-tables.ts'
import { type Running, serve } from '../serve.ts'
import type { Site } from '../site.ts'
import { type Borrowed, borrowDatabase } from './borrow-database.ts'

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
  t.teardown(async () => {
    await running.close()
    await remove()
  })
  return running
}

async function prepare({ env = {}, isNew = false }: MakeOptions) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tributary-test-'))
  const borrowed: Borrowed | undefined = postgresUrl ? await borrowDatabase(postgresUrl, { fingerprint: fingerprint(), fill }) : undefined
  if (!borrowed) copyFileSync(await sqliteTemplate(), join(dataDir, 'tributary.sqlite'))
  const config = loadConfig(root, {
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: borrowed?.url ?? '',
    LOG_LEVEL: 'silent',
    CONFIG_FILE: '',
    ...env,
  })
  if (isNew) await forgetSetup(config)
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const remove = async (): Promise<void> => {
    rmSync(dataDir, { recursive: true, force: true })
    await borrowed?.giveBack()
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

/** Before the site is opened: one that was set up has its lock from then on. */
async function forgetSetup(config: Config): Promise<void> {
  const db = connect({ url: databaseAddress(config) })
  await db.transaction(trx => trx('settings').where({ name: 'setUpAt' }).delete())
  await db.close()
}

let known: string | undefined

/** Changes with the migrations, so that a template is never older than they are. */
function fingerprint(): string {
  known ??= fingerprintNow()
  return known
}

function fingerprintNow(): string {
  const hash = createHash('sha256')
  const texts = bundled().map(({ name }) => join(root, 'plugins', name, 'plugin.json'))
  const files = migrationFolders().flatMap(({ path }) => readdirSync(path).map(file => join(path, file)))
  for (const file of [...texts, ...files].sort()) hash.update(file).update(readFileSync(file))
  return hash
    .update(readFileSync(join(root, 'core/db/migrate.ts')))
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(readFileSync(join(root, 'core/testing/borrow-database.ts')))
    .digest('hex')
    .slice(0, 16)
}

async function fill(url: string): Promise<void> {
  const db = connect({ url })
  await migrate(db, migrationFolders(), () => new Date())
  for (const manifest of bundled()) await rememberTables({ db }, manifest)
  await rememberSetup(db)
  await db.raw('select 1')
  await db.close()
}

/** With the tables of the plugins that come along: else every site of a test would make them once more. */
function migrationFolders(): MigrationFolder[] {
  const ofPlugins = bundled().map(({ name }) => ({ owner: name, path: join(root, 'plugins', name, 'migrations') }))
  return [{ owner: 'core', path: join(root, 'migrations') }, ...ofPlugins.filter(({ path }) => existsSync(path))]
}

function bundled(): Manifest[] {
  const files = globSync('plugins/*/plugin.json', { cwd: root }).sort()
  return files.map(file => parseManifest(readFileSync(join(root, file), 'utf8'), file, basename(dirname(file))))
}

async function sqliteTemplate(): Promise<string> {
  const file = join(tmpdir(), 'tributary-templates', `${fingerprint()}.sqlite`)
  if (existsSync(file)) return file
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  await fill(draft)
  renameSync(draft, file)
  for (const rest of ['-wal', '-shm']) rmSync(draft + rest, { force: true })
  return file
}
