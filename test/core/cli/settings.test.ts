import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { environmentOf, tributary } from './run-command.ts'

t.test('a setting that the command line changes is followed by the running site', async t => {
  const { site } = await makeServedSite(t)
  const env = environmentOf(site.config)
  const set = await tributary(env, 'settings', 'set', 'siteName', 'Bakers')
  t.same(set, { code: 0, out: 'siteName is "Bakers" now.\n', problems: '' })
  for (let tries = 0; tries < 60 && site.settings.siteName !== 'Bakers'; tries++) await sleep(50)
  t.equal(site.settings.siteName, 'Bakers')

  const [one, all] = await Promise.all([
    tributary(env, 'settings', 'get', 'siteName', '--json'),
    tributary(env, 'settings', 'list', '--json'),
  ])
  t.same(JSON.parse(one.out), { name: 'siteName', value: 'Bakers' })
  t.match(JSON.parse(all.out), { siteName: 'Bakers', signUp: 'open' })
})

t.test('settings that do not exist, or values that do not fit, are refused with a sentence', async t => {
  const { site } = await makeServedSite(t)
  const env = environmentOf(site.config)
  const wrong = [
    ['get', 'colour'],
    ['set', 'colour', 'red'],
    ['set', 'signUp', 'sometimes'],
    ['set', 'setUpAt', 'now'],
  ]
  for (const ran of await Promise.all(wrong.map(args => tributary(env, 'settings', ...args)))) {
    t.equal(ran.code, 1)
    t.match(ran.problems, /^This cannot be done:\n {2}(key|value): .+\.\n$/)
  }
})
