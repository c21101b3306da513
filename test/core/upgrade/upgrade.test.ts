import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { saysItRuns } from '../../../core/backup/running-processes.ts'
import { connect, databaseAddress } from '../../../core/db/connect.ts'
import { makeSite, root, type Teardown } from '../../../core/testing/make-site.ts'
import { furnish } from '../backup/furnish.ts'
import { environmentOf, run } from '../cli/run-command.ts'

const fails = `export async function up(knex) {
  await knex.schema.createTable('half_done', table => table.increments())
  await knex('members').update({ email: 'gone@example.org' })
  throw new Error('the tide was too high')
}`
const works = `export async function up(knex) {
  await knex.schema.alterTable('members', table => table.string('boat', 20))
}`

/** A checkout of this program with releases: v0.1.0 is checked out, 0.2.0 can only be reached half way, 0.3.0 is good. */
function makeProgram(t: Teardown): { folder: string; git: (...args: string[]) => string } {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-program-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder, encoding: 'utf8' }).trim()
  for (const part of ['core', 'migrations', 'config', 'themes', 'package.json', 'package-lock.json', '.gitignore']) {
    cpSync(join(root, part), join(folder, part), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n')
  git('init', '-q', '-b', 'main')
  const release = (tag: string, migrations: Record<string, string>) => {
    for (const [name, text] of Object.entries(migrations)) writeFileSync(join(folder, 'migrations', name), text)
    git('add', '-A')
    git('commit', '-q', '--allow-empty', '-m', tag)
    git('tag', tag)
  }
  release('v0.1.0', {})
  release('v0.2.0', { '29990101_01_boats.ts': works, '29990101_02_tide.ts': fails })
  git('rm', '-q', 'migrations/29990101_02_tide.ts')
  release('v0.3.0', {})
  git('checkout', '-q', 'v0.1.0')
  git('remote', 'add', 'origin', folder)
  return { folder, git }
}

t.test('a version whose migration fails half way leaves everything where it was; a good one is reached', async t => {
  const site = await makeSite(t)
  await furnish(site)
  const env = { ...environmentOf(site.config), CONFIG_FILE: '' }
  const { folder, git } = makeProgram(t)
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
  const { folder } = makeProgram(t)
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
