import { existsSync, readdirSync } from 'node:fs'
import { mkdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { system } from '../../../core/actor.ts'
import { writeArchive } from '../../../core/archives/write-archive.ts'
import { activateTheme } from '../../../core/looks/activate-theme.ts'
import { restoreLook } from '../../../core/looks/restore-look.ts'
import { saveDraft } from '../../../core/looks/save-draft.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite, type Teardown } from '../../../core/testing/make-site.ts'
import { installRelease, installTheme } from '../../../core/theme-packages/install-theme.ts'
import { removeTheme } from '../../../core/theme-packages/remove-theme.ts'
import { sweepThemes } from '../../../core/theme-packages/sweep-themes.ts'

async function setUp(t: Teardown) {
  const clock = makeClock(new Date().toISOString())
  const site = await makeSite(t, { now: clock.now })
  const bring = async (name: string, own: object = {}) => {
    const manifest = { name, title: name, version: '1.0.0', licence: 'MIT', ...own }
    const bytes = await writeArchive(new Map([['theme.json', Buffer.from(JSON.stringify(manifest))]]))
    return installTheme(site, system, { bytes, broughtBy: 'browser' })
  }
  const folderOf = ({ name, release }: { name: string; release: string }) => join(site.config.dataDir, 'themes', name, release)
  const days = async (count: number) => {
    clock.tick(count * 86_400_000)
    await sweepThemes(site)
  }
  return { site, bring, folderOf, days }
}

t.test('a release that was removed and that nobody can need again is deleted after a month', async t => {
  const { site, bring, folderOf, days } = await setUp(t)
  const [gone, kept] = [await bring('stone'), await bring('sand')]
  await removeTheme(site, system, gone)
  await days(29)
  t.ok(existsSync(folderOf(gone)), 'until then it can come back')
  await installRelease(site, system, gone)
  await days(2)
  t.ok(existsSync(folderOf(gone)), 'and then it stays')
  await removeTheme(site, system, gone)
  await days(31)
  t.notOk(existsSync(join(folderOf(gone), '..')))
  t.ok(existsSync(folderOf(kept)))
  await t.rejects(installRelease(site, system, gone), { code: 'not-found' })
  t.match(await bring('stone'), { release: gone.release }, 'it can be brought again')
})

t.test('what a version or a draft of the look needs stays, and so does what it builds on', async t => {
  const { site, bring, folderOf, days } = await setUp(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const base = await bring('base')
  const shown = await bring('shown', { parent: 'base' })
  const tried = await bring('tried')
  await activateTheme(site, system, { name: 'shown' })
  await restoreLook(site, system, {})
  await saveDraft(site, rita, look => ({ ...look, theme: 'tried', release: tried.release }))
  for (const one of [shown, tried, base]) await removeTheme(site, system, one)
  await days(40)
  t.same([base, shown, tried].map(folderOf).map(existsSync), [true, true, true])
  await site.db.transaction(trx => trx('look_drafts').delete())
  await days(1)
  t.same([base, shown, tried].map(folderOf).map(existsSync), [true, true, false])
  await installRelease(site, system, base)
  await installRelease(site, system, shown)
  const { id } = await site.db('looks').first('id')
  await restoreLook(site, system, { version: id })
  t.equal(site.look.current.look.theme, 'shown')
})

t.test('what was unpacked and never installed is deleted after a day', async t => {
  const { site, days } = await setUp(t)
  const store = join(site.config.dataDir, 'themes')
  for (const path of ['.unpacked-x/stone/1.0.0-a', 'stone/1.0.0-b']) await mkdir(join(store, path), { recursive: true })
  await sweepThemes(site)
  t.same(readdirSync(store).sort(), ['.unpacked-x', 'stone'])
  const early = new Date(Date.now() - 1000)
  await utimes(join(store, '.unpacked-x'), early, early)
  await days(2)
  t.same(readdirSync(store), [])
})
