import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { saysItRuns } from '../../../core/backup/running-processes.ts'
import { connect, databaseAddress } from '../../../core/db/connect.ts'
import { makeSite, type Teardown } from '../../../core/testing/make-site.ts'
import { furnish } from '../backup/furnish.ts'
import { environmentOf, run } from '../cli/run-command.ts'
import { makeProgram, needing, type Program } from './fake-program.ts'

const fails = `export async function up(knex) {
  await knex.schema.createTable('half_done', table => table.increments())
  await knex('members').update({ email: 'gone@example.org' })
  throw new Error('the tide was too high')
}`
const works = `export async function up(knex) {
  await knex.schema.alterTable('members', table => table.string('boat', 20))
}`

/** v0.1.0 is checked out, 0.2.0 can only be reached half way, 0.3.0 is good. */
function makeReleases(t: Teardown): Program {
  const program = makeProgram(t)
  program.release('v0.1.0', {})
  program.release('v0.2.0', { 'migrations/29990101_01_boats.ts': works, 'migrations/29990101_02_tide.ts': fails })
  program.git('rm', '-q', 'migrations/29990101_02_tide.ts')
  program.release('v0.3.0', {})
  program.git('checkout', '-q', 'v0.1.0')
  return program
}

t.test('a version whose migration fails half way leaves everything where it was; a good one is reached', async t => {
  const site = await makeSite(t)
  await furnish(site)
  const env = { ...environmentOf(site.config), CONFIG_FILE: '' }
  const { folder, git } = makeReleases(t)
  const upgrade = (...args: string[]) => run([join(folder, 'core/cli/tributary.mjs'), 'upgrade', ...args], env)
  const db = connect({ url: databaseAddress(site.config) })
  t.teardown(() => db.close())
  const look = async () => ({
    members: await db('members').select('id', 'email'),
    migrations: await db('migrations').orderBy('name'),
    halfDone: await db.schema.hasTable('half_done'),
    boats: await db.schema.hasColumn('members', 'boat'),
  })
  const before = await look()

  const failed = await upgrade('--to', 'v0.2.0')
  t.equal(failed.code, 1)
  t.match(
    failed.problems,
    /The upgrade to v0\.2\.0 failed: The migration core\/29990101_02_tide failed and was taken back: .*the tide was too high/,
  )
  t.match(
    failed.problems,
    /put back as it was before[\s\S]*The code is that of v0\.1\.0 again[\s\S]*The backup that was made before is kept: /,
  )
  await db.destroy()
  db.initialize()
  t.same(await look(), before, 'the database is where it was, although one migration had run to its end')
  t.equal(git('rev-parse', 'HEAD'), git('rev-parse', 'v0.1.0'))
  t.equal(existsSync(join(folder, 'migrations/29990101_01_boats.ts')), false)
  t.equal(readFileSync(join(site.config.dataDir, 'plugins.lock.json'), 'utf8'), '{"locked":true}')

  const went = await upgrade('--json')
  t.match(went, { code: 0, problems: '' })
  t.match(JSON.parse(went.out), { to: 'v0.3.0', ran: ['core/29990101_01_boats'] })
  t.equal(await db.schema.hasColumn('members', 'boat'), true)
  t.equal(git('rev-parse', 'HEAD'), git('rev-parse', 'v0.3.0'))
})

t.test('what an upgrade would run over is named first: a running site, files changed by hand, a version that is not there', async t => {
  const site = await makeSite(t)
  const env = { ...environmentOf(site.config), CONFIG_FILE: '' }
  const { folder } = makeReleases(t)
  const upgrade = (...args: string[]) => run([join(folder, 'core/cli/tributary.mjs'), 'upgrade', ...args], env)
  t.match(await upgrade('--to', '9.9'), { code: 1, problems: /No such version "9\.9"/ })
  const stops = await saysItRuns(site.config, new Date())
  t.match(await upgrade(), { code: 1, problems: /The site is running \(process \d+/ })
  await stops()
  writeFileSync(join(folder, 'core/version.ts'), '// mine\n', { flag: 'a' })
  t.match(await upgrade(), { code: 1, problems: /changed by hand[\s\S]*core\/version\.ts/ })
  rmSync(join(folder, '.git'), { recursive: true })
  t.match(await upgrade(), { code: 1, problems: /not a checkout of git[\s\S]*--skip-code/ })
})

const sails = (wanted: string) => `import { version } from 'sail'
export async function up(knex) {
  if (version !== '${wanted}') throw new Error('the sail is ' + version)
  await knex.schema.alterTable('members', table => table.string('sail${wanted[0]}', 20))
}`

t.test(
  'packages of the new version are installed, and those from before come back when they cannot be, or something fails later',
  async t => {
    const site = await makeSite(t)
    await furnish(site)
    const env = { ...environmentOf(site.config), CONFIG_FILE: '' }
    const program = makeProgram(t)
    const { folder, git } = program
    program.release('v0.1.0', {})
    program.release('v0.2.0', { ...needing(program, 'sail', '1.0.0'), 'migrations/29990101_01_sail.ts': sails('1.0.0') })
    program.release('v0.3.0', { ...needing(program, 'sail', '2.0.0'), 'migrations/29990101_02_sail.ts': fails })
    git('rm', '-q', 'packages/sail-2.0.0.tgz', 'migrations/29990101_02_sail.ts')
    program.release('v0.4.0', {
      'package-lock.json': readFileSync(join(folder, 'package-lock.json'), 'utf8').replaceAll('2.0.0', '3.0.0'),
      'package.json': readFileSync(join(folder, 'package.json'), 'utf8').replaceAll('2.0.0', '3.0.0'),
    })
    git('checkout', '-q', 'v0.1.0')
    mkdirSync(join(folder, 'node_modules'))
    const upgrade = (to: string) => run([join(folder, 'core/cli/tributary.mjs'), 'upgrade', '--to', to, '--json'], env)
    const sail = (): string | undefined => {
      const file = join(folder, 'node_modules/sail/package.json')
      return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : undefined
    }
    const db = connect({ url: databaseAddress(site.config) })
    t.teardown(() => db.close())

    t.match(await upgrade('v0.2.0'), { code: 0, problems: '' })
    t.equal(sail(), '1.0.0')
    t.equal(await db.schema.hasColumn('members', 'sail1'), true, 'the migration ran with the package')
    t.equal(existsSync(join(folder, 'node_modules.before')), false)

    const failed = await upgrade('v0.3.0')
    t.match(failed, { code: 1, problems: /the tide was too high[\s\S]*The code is that of v0\.2\.0 again/ })
    t.equal(sail(), '1.0.0', 'the new version was there when its migration failed')

    const missing = await upgrade('v0.4.0')
    t.match(missing, {
      code: 1,
      problems: /npm ci failed: [\s\S]*sail-3\.0\.0[\s\S]*The database was not changed\.[\s\S]*The code is that of v0\.2\.0 again/,
    })
    t.equal(sail(), '1.0.0')
    t.equal(git('rev-parse', 'HEAD'), git('rev-parse', 'v0.2.0'))
    t.equal(existsSync(join(folder, 'node_modules.before')), false)
  },
)
