import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Site } from '../../../core/site.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'
import { makePackage } from '../packages/make-package.ts'
import { makePluginFolder } from '../plugins/write-plugin.ts'
import { environmentOf, tributary } from './run-command.ts'

/** Waits, as an operator would, for a running site to notice. */
async function soon(isSo: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 60 && !isSo(); tries++) await sleep(50)
  return isSo()
}

function knowsFeeds(site: Site): boolean {
  return site.registry.sourceTypes.has('feed')
}

t.test('a running site follows the command line within a second or two', async t => {
  const { site } = await makeServedSite(t)
  const env = environmentOf(site.config)
  t.equal(knowsFeeds(site), true)

  const off = await tributary(env, 'plugin', 'disable', 'feeds')
  t.same(off, { code: 0, out: 'feeds is off.\n', problems: '' })
  t.ok(await soon(() => !knowsFeeds(site)), 'the source type is gone')

  const list = await tributary(env, 'plugin', 'list', '--json')
  const plugins = JSON.parse(list.out) as { name: string; state: string }[]
  t.equal(plugins.find(plugin => plugin.name === 'feeds')?.state, 'disabled')

  const on = await tributary(env, 'plugin', 'enable', 'feeds', '--json')
  t.same(JSON.parse(on.out), { name: 'feeds', state: 'enabled' })
  t.ok(await soon(() => knowsFeeds(site)), 'and back')
})

t.test('a plugin stays off over a restart', async t => {
  const { config } = await makeSite(t)
  await tributary(environmentOf(config), 'plugin', 'disable', 'feeds')
  const list = await tributary(environmentOf(config), 'plugin', 'list')
  t.match(list.out, /^feeds +\d+\.\d+\.\d+ +disabled /m)
})

t.test('what cannot be done is said in one line', async t => {
  const { config } = await makeSite(t)
  const ran = await tributary(environmentOf(config), 'plugin', 'enable', 'nothing')
  t.same(ran, { code: 1, out: '', problems: 'No such plugin.\n' })
})

t.test('a package comes from a file, is updated from a file, and goes', async t => {
  const { config } = await makeSite(t)
  const env = environmentOf(config)
  const folder = makePluginFolder(t)
  const file = async (version: string): Promise<string> => {
    const path = join(folder, `tide-${version}.zip`)
    writeFileSync(path, await makePackage(folder, 'tide', { runtime: 'sandbox', version }))
    return path
  }
  const first = await file('1.0.0')
  t.match(await tributary(env, 'plugin', 'update', first), { code: 1, problems: /The plugin tide is not installed as a package/ })
  t.match(await tributary(env, 'plugin', 'update', 'tide'), { code: 1, problems: /not installed as a package/ })
  t.match(await tributary(env, 'plugin', 'install', first, '--yes'), { code: 0, out: /tide 1\.0\.0 is installed/ })
  t.match(await tributary(env, 'plugin', 'update', await file('1.1.0'), '--yes'), { code: 0, out: /updated to 1\.1\.0/ })
  t.match(await tributary(env, 'plugin', 'update', 'nowhere.zip'), { code: 1, problems: /There is no file nowhere\.zip/ })
  t.match(await tributary(env, 'plugin', 'remove', 'tide', '--delete-data'), { code: 0, out: /removed/ })
})
