import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Site } from '../../../core/site.ts'
import { makeServedSite, makeSite } from '../../../core/testing/make-site.ts'
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
