import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { memberActor, system } from '../../../core/actor.ts'
import { backupAttention } from '../../../core/backup/backup-attention.ts'
import { runBackupPlan } from '../../../core/backup/backup-plan.ts'
import { chooseOld } from '../../../core/backup/drop-old-backups.ts'
import { listBackups } from '../../../core/backup/list-backups.ts'
import { makeBackup } from '../../../core/backup/make-backup.ts'
import { listOutcomes } from '../../../core/backup/outcomes.ts'
import { restoreBackup } from '../../../core/backup/restore-backup.ts'
import { findMemberById } from '../../../core/members/member.ts'
import { openSite } from '../../../core/open-site.ts'
import { serve } from '../../../core/serve.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'
import { environmentOf, tributary } from '../cli/run-command.ts'
import { emptyPlace, furnish } from './furnish.ts'

const onPostgres = Boolean(process.env.TEST_DATABASE_URL)

t.test('a backup of a running site becomes the same site elsewhere', async t => {
  const { site, url } = await makeServedSite(t)
  const { picture } = await furnish(site)
  const ran = await tributary(environmentOf(site.config), 'backup', '--json')
  t.match(ran, { code: 0, problems: '' })
  const { folder } = JSON.parse(ran.out) as { folder: string }
  t.equal(existsSync(join(folder, 'files/cache')), false, 'what can be made again is left out')
  t.equal(statSync(join(folder, 'files/keys/secret')).mode & 0o077, 0, 'keys are for the owner alone')

  const place = await emptyPlace(t)
  const back = await tributary(environmentOf(place), 'restore', folder)
  t.match(back, { code: 0, out: /is back, was opened and is complete/ })
  const again = await serve(place)
  t.teardown(() => again.close())
  t.equal(again.site.settings.siteName, 'The Delta')
  t.equal(again.site.secret, site.secret, 'the same secret')
  for (const name of ['plugins/sail/plugin.json', 'plugins.lock.json', 'themes/dusk/theme.json'])
    t.same(readFileSync(join(place.dataDir, name)), readFileSync(join(site.config.dataDir, name)))
  const [before, after] = [new Browser(url), new Browser(again.url)]
  t.equal((await after.get(`/media/${picture}`)).text, 'a picture')
  // What belongs to the visit and not to the site is left out.
  const pageOf = async (browser: Browser) =>
    /<main[\s\S]*<\/main>/.exec((await browser.get('/ann')).text)?.[0].replaceAll(/"_csrf" value="[^"]+"/g, '') ?? ''
  t.equal((await pageOf(after)).replaceAll(again.url, url), await pageOf(before), 'the same page')
  await after.get('/sign-in')
  t.match(await after.post('/sign-in', { login: 'ann', password: 'a sound that nobody knows', next: '/' }), { status: 303 })
})

t.test('each further backup shares the media with the one before, and sees what others write meanwhile not by halves', async t => {
  let time = Date.parse('2026-11-01T03:00:00Z')
  const site = await makeSite(t, { now: () => new Date(time) })
  const { picture, entryId } = await furnish(site)
  const first = await makeBackup(site)
  time += 86_400_000
  const { authorId } = (await site.db('entries').where({ id: entryId }).first()) as { authorId: string }
  const ann = memberActor(await findMemberById(site.db, authorId))
  let writing = true
  const writes = (async () => {
    while (writing) await makeEntry(site, ann)
  })()
  const second = await makeBackup(site)
  writing = false
  await writes
  const media = `files/media/${picture.slice(0, 2)}/${picture}`
  t.equal(statSync(join(first.folder, media)).ino, statSync(join(second.folder, media)).ino)
  t.not(statSync(join(second.folder, media)).ino, statSync(join(site.config.dataDir, media.slice(6))).ino, 'not shared with the site')
  t.ok(second.manifest.database.rows.entries! >= 1)
  t.match(await listOutcomes(site), [
    { kind: 'backup', about: second.name },
    { kind: 'backup', about: first.name },
  ])
  t.same(
    (await listBackups(join(site.config.dataDir, 'backups'))).map(({ name }) => name),
    [second.name, first.name],
  )
})

t.test('a damaged backup is refused, and the damaged part is named', async t => {
  const site = await makeSite(t)
  const { picture } = await furnish(site)
  const { folder, manifest } = await makeBackup(site)
  const place = { config: await emptyPlace(t), now: () => new Date() }
  const media = `files/media/${picture.slice(0, 2)}/${picture}`
  const parts = [media, manifest.database.file, 'files/keys/secret', 'files.sha256', 'manifest.json']
  for (const part of parts) {
    const path = join(folder, part)
    const good = readFileSync(path)
    const bad = Buffer.from(good)
    bad[bad.length - 3]! ^= 4
    writeFileSync(path, bad)
    await t.rejects(restoreBackup(place, folder), { code: 'backup-damaged', message: part }, part)
    writeFileSync(path, good)
  }
  t.equal(existsSync(join(place.config.dataDir, 'media')), false, 'nothing was put in place')
  await t.rejects(restoreBackup(place, join(folder, '..')), { message: /holds no backup/ })
  const verified = await tributary(environmentOf(site.config), 'backup', '--verify')
  t.match(verified, { code: 0, out: /is good: database and \d+ files are as they were made/ })
})

t.test('a site that runs is never replaced, and one that exists only by its name; what was there is kept', async t => {
  const { site } = await makeServedSite(t)
  await furnish(site)
  const { folder } = await makeBackup(site)
  await t.rejects(restoreBackup(site, folder, { yes: 'The Delta' }), { status: 409, message: /is running \(process \d+/ })

  const config = await emptyPlace(t)
  const place = { config, now: () => new Date() }
  await restoreBackup(place, folder)
  writeFileSync(join(config.dataDir, 'plugins.lock.json'), 'later')
  await t.rejects(restoreBackup(place, folder), { message: /"The Delta"[\s\S]*--yes "The Delta"/ })
  await t.rejects(restoreBackup(place, folder, { yes: 'Delta' }), { code: 'invalid' })
  const failing = () => Promise.reject(new Error('it does not open'))
  await t.rejects(restoreBackup(place, folder, { yes: 'The Delta', prove: failing }), { message: 'it does not open' })
  t.equal(readFileSync(join(config.dataDir, 'plugins.lock.json'), 'utf8'), 'later', 'a restore that fails leaves everything as it was')
  const { aside } = await restoreBackup(place, folder, { yes: 'The Delta' })
  t.equal(readFileSync(join(aside[0]!, 'plugins.lock.json'), 'utf8'), 'later')
  t.equal(readFileSync(join(config.dataDir, 'plugins.lock.json'), 'utf8'), '{"locked":true}')
  t.equal(aside.length, onPostgres ? 2 : 1)
  const opened = await openSite(config, { safe: true })
  t.equal(opened.site.settings.siteName, 'The Delta')
  await opened.close()
})

t.test('a drill restores, opens and throws away, and its outcome is noted', async t => {
  const site = await makeSite(t)
  await furnish(site)
  const env = environmentOf(site.config)
  t.match(await tributary(env, 'restore', '--drill'), { code: 1, problems: 'No such backup.\n' })
  await makeBackup(site)
  t.match(await tributary(env, 'restore', '--drill'), { code: 0, out: /The drill went well: .* with 1 entries/ })
  t.match(await listOutcomes(site, 'drill'), [{ note: /restored and opened/ }, { problem: 'No such backup.' }])
  t.same((await tributary(env, 'backup', '--list', '--json')).out.includes('.part'), false)
})

t.test('a backup of a newer program, or of no site, is refused with what to do', async t => {
  const site = await makeSite(t)
  const { folder } = await makeBackup(site)
  const path = join(folder, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { database: { migrations: string[] } }
  manifest.database.migrations.push('core/29990101_later')
  writeFileSync(path, JSON.stringify(manifest))
  await t.rejects(restoreBackup({ config: await emptyPlace(t), now: () => new Date() }, folder), {
    message: /newer than this program[\s\S]*Install that version/,
  })
  if (onPostgres) return
  const config = await emptyPlace(t)
  await t.rejects(makeBackup({ config, now: () => new Date() }), { message: /There is no site in/ })
})

t.test('the last backup of each day, week and month is kept', t => {
  const now = new Date('2026-11-23T12:00:00Z')
  const backups = Array.from({ length: 120 }, (_, days) => new Date(now.getTime() - days * 86_400_000 - 9 * 3_600_000)).map(at => ({
    name: `${at.toISOString().slice(0, 10)}T03-00-00Z`,
  }))
  const old = new Set(chooseOld(backups, { daily: 7, weekly: 4, monthly: 3 }, now).map(({ name }) => name.slice(0, 10)))
  const kept = backups.map(({ name }) => name.slice(0, 10)).filter(name => !old.has(name))
  t.same(kept, [
    '2026-11-23',
    '2026-11-22',
    '2026-11-21',
    '2026-11-20',
    '2026-11-19',
    '2026-11-18',
    '2026-11-17',
    '2026-11-15',
    '2026-11-08',
    '2026-10-31',
    '2026-09-30',
  ])
  t.same(chooseOld(backups.slice(100), { daily: 0, weekly: 0, monthly: 0 }, now).length, 19, 'the newest always stays')
  t.end()
})

t.test('two backups at once are one', async t => {
  const site = await makeSite(t)
  const both = await Promise.allSettled([makeBackup(site), makeBackup(site)])
  t.equal(both.filter(({ status }) => status === 'fulfilled').length, 1)
  t.match(
    both.find(({ status }) => status === 'rejected'),
    { reason: { status: 409 } },
  )
  t.equal((await listBackups(join(site.config.dataDir, 'backups'))).length, 1)
})

t.test('the plan makes one backup a day, after its hour, and tries a failed one again an hour later', async t => {
  const clock = makeClock('2026-11-01T12:00:00.000Z')
  const site = await makeSite(t, { now: clock.now })
  const folder = join(site.config.dataDir, 'backups')
  const names = async () => (await listBackups(folder)).length
  await runBackupPlan(site)
  await runBackupPlan(site)
  t.equal(await names(), 1)
  t.equal((await backupAttention(site)).length, 0)
  clock.tick(24 * 3_600_000)
  writeFileSync(join(folder, '2026-11-02T12-00-00Z.part'), 'in the way')
  await t.rejects(runBackupPlan(site))
  t.match(await backupAttention(site), [{ state: 'problem', text: /The last backup failed/ }])
  clock.tick(60_000)
  await runBackupPlan(site)
  t.equal((await listOutcomes(site)).length, 2, 'not at once again')
  clock.tick(3_600_000)
  await runBackupPlan(site)
  t.equal(await names(), 2)
  await site.act(system, 'settings.change', { key: 'backupHour', value: 'never' })
  clock.tick(96 * 3_600_000)
  await runBackupPlan(site)
  t.equal(await names(), 2)
  t.match(await backupAttention(site), [{ state: 'warning', text: 'The newest backup is 4 days old.' }])
})
