import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Config } from '../../../core/config/config-schema.ts'
import { connect, databaseAddress } from '../../../core/db/connect.ts'
import { migrate } from '../../../core/db/migrate.ts'
import { forgetInterrupted } from '../../../core/db/retry-migration.ts'
import { openSite } from '../../../core/open-site.ts'
import { makeSite, root } from '../../../core/testing/make-site.ts'
import { environmentOf, tributary } from '../cli/run-command.ts'

const now = () => new Date('2026-02-01T12:00:00Z')

/** A folder of migrations, each given by its code. */
function makeMigrations(t: { teardown(fn: () => void): void }, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-migrations-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  mkdirSync(folder, { recursive: true })
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, `${name}.ts`), code)
  return folder
}

function creates(table: string, then = ''): string {
  return `export async function up(knex) { await knex.schema.createTable('${table}', table => { table.string('id', 36).primary() }); ${then} }`
}

/** Empties the database and leaves it as a process does that was killed in a migration. */
async function asAfterKill(config: Config, name: string): Promise<void> {
  const db = connect({ url: databaseAddress(config) })
  if (db.dialect === 'postgres') await db.raw('drop schema public cascade; create schema public')
  await db.close()
  if (db.dialect === 'sqlite') for (const end of ['', '-wal', '-shm']) rmSync(databaseAddress(config) + end, { force: true })

  const empty = connect({ url: databaseAddress(config) })
  await migrate(empty, [], now)
  await empty.transaction(trx => trx('migrations').insert({ name, startedAt: now().toISOString() }))
  await empty.close()
}

t.test('migrations run once, in the order of their names', async t => {
  const { db } = await makeSite(t)
  const path = makeMigrations(t, { '20260202_second': creates('shelves'), '20260201_first': creates('books'), notes: 'no migration' })
  const folders = [{ owner: 'library', path }]
  t.same(await migrate(db, folders, now), ['library/20260201_first', 'library/20260202_second'])
  t.same(await migrate(db, folders, now), [])
  t.match(await db('migrations').where({ name: 'library/20260201_first' }).first(), { finishedAt: now().toISOString() })
})

t.test('a second start on the same data changes nothing', async t => {
  const { db, config, log } = await makeSite(t)
  const everything = async () => ({
    migrations: await db('migrations').orderBy('name'),
    settings: await db('settings').orderBy('name'),
    versions: await db('versions').orderBy('name'),
    plugins: await db('plugin_states').orderBy('name'),
    ledger: await db('ledger').orderBy('seq'),
    locked: await db('locked_values').orderBy(['key', 'version']),
  })
  const before = await everything()
  const written: string[] = []
  const again = await openSite(config, { log, onQuery: sql => written.push(sql) })
  await again.close()
  t.same(await everything(), before)
  // The audit of the lock tries to write where nobody may, and takes it back.
  const tried = /\b(ledger|lock_executions|locked_values)\b/
  t.same(
    written.filter(sql => /^\s*(insert|update|delete|create|alter|drop)/i.test(sql) && !tried.test(sql)),
    [],
  )
})

t.test('a migration that fails leaves nothing behind, and may be tried again', async t => {
  const { db } = await makeSite(t)
  const path = makeMigrations(t, { '20260201_first': creates('books', `throw new Error('no room')`) })
  const folders = [{ owner: 'library', path }]
  await t.rejects(migrate(db, folders, now), {
    name: 'MigrationError',
    message: 'The migration library/20260201_first failed and was taken back: no room',
  })
  t.equal(await db.schema.hasTable('books'), false)
  t.same(await db('migrations').where('name', 'like', 'library/%'), [])
})

t.test('an interrupted migration is explained, and mended by the command that the message names', async t => {
  const { config, log } = await makeSite(t)
  const [first] = readdirSync(join(root, 'migrations')).sort()
  const name = `core/${first!.replace('.ts', '')}`
  await asAfterKill(config, name)

  const explained = `The migration ${name} was begun but never finished: another process is running it now, or one was stopped in the middle.`
  const command = `npx tributary migrate --retry ${name}`
  await t.rejects(openSite(config, { log }), { name: 'MigrationError', message: new RegExp(`^${explained} .*${command}$`) })
  const env = environmentOf(config)
  const started = await tributary(env, 'migrate')
  t.equal(started.code, 1)
  t.match(started.problems, explained)

  const mended = await tributary(env, 'migrate', '--retry', name, '--json')
  t.equal(mended.problems, '')
  t.match(JSON.parse(mended.out), { ran: [name] })
  t.same(await tributary(env, 'migrate'), { code: 0, out: 'The tables are up to date.\n', problems: '' })
})

t.test('only what was interrupted can be forgotten', async t => {
  const { db } = await makeSite(t)
  const [finished] = (await db('migrations').pluck('name')) as string[]
  await t.rejects(forgetInterrupted(db, finished!), { message: /was finished at 20.*; nothing has to be done/ })
  await t.rejects(forgetInterrupted(db, 'core/nothing'), { message: 'There is no interrupted migration named core/nothing.' })
})

t.test('a migration at work is not taken for an interrupted one', async t => {
  const { db, config } = await makeSite(t)
  const slow = `await new Promise(resolve => globalThis.letMigrationEnd = resolve)`
  const path = makeMigrations(t, { '20260201_slow': creates('books', slow) })
  const running = migrate(db, [{ owner: 'library', path }], now)
  const world = globalThis as { letMigrationEnd?: () => void }
  while (!world.letMigrationEnd) await new Promise(resolve => setTimeout(resolve, 10))

  const second = connect({ url: databaseAddress(config) })
  t.teardown(() => second.close())
  await t.rejects(forgetInterrupted(second, 'library/20260201_slow'), { message: /is being run by another process at this moment/ })
  world.letMigrationEnd()
  t.same(await running, ['library/20260201_slow'])
})

t.test('what a plugin left unfinished does not keep the site from starting', async t => {
  const { db, config, log } = await makeSite(t)
  await db.transaction(trx => trx('migrations').insert({ name: 'gone/20260201_first', startedAt: now().toISOString() }))
  const again = await openSite(config, { log })
  await again.close()
})
