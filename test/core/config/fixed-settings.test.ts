import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { undoAction } from '../../../core/actions/undo-action.ts'
import { system } from '../../../core/actor.ts'
import { changeSetting } from '../../../core/config/change-setting.ts'
import { type ConfigError, loadConfig } from '../../../core/config/load-config.ts'
import { saveSettings } from '../../../core/config/save-settings.ts'
import { settingHistory } from '../../../core/config/setting-history.ts'
import { openSite } from '../../../core/open-site.ts'
import { setUpSite } from '../../../core/setup/set-up-site.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, makeSite, root } from '../../../core/testing/make-site.ts'
import { environmentOf, tributary } from '../cli/run-command.ts'

const fixed = { SETTINGS_SIGN_UP: 'invite', SETTINGS_UPLOADS_IN_ALL: '500' }
const sentence = /^“Who may sign up” is fixed by SETTINGS_SIGN_UP and cannot be changed here\. .*starts the site again\.$/

t.test('a fixed setting holds, and every way to change it is refused with a sentence', async t => {
  const site = await makeSite(t, { env: fixed })
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  t.match(site.settings, { signUp: 'invite', uploadsInAll: 500, siteName: 'Tributary' })
  for (const value of ['open', 'invite', '']) {
    await t.rejects(changeSetting(site, rita, { key: 'signUp', value }), { code: 'conflict', message: sentence })
    await t.rejects(changeSetting(site, system, { key: 'signUp', value }, { dryRun: true }), { message: sentence })
  }
  const values = { siteName: 'The Delta', signUp: 'open' }
  await t.rejects(saveSettings(site, rita, { values }), { code: 'invalid', problems: { signUp: sentence } })
  t.equal(site.settings.siteName, 'Tributary', 'all or none')
  await changeSetting(site, rita, { key: 'siteName', value: 'The Delta' })
  t.equal(site.settings.siteName, 'The Delta')
})

t.test('what was chosen before stays below, with its history, and cannot be taken back while it is fixed', async t => {
  const free = await makeSite(t)
  const rita = await makeMember(free, 'rita', { role: 'admin' })
  const { auditId } = await changeSetting(free, rita, { key: 'signUp', value: 'approval' })

  const opened = await openSite(loadConfig(root, { ...environmentOf(free.config), ...fixed }))
  const { site } = opened
  t.equal(site.settings.signUp, 'invite')
  await t.rejects(undoAction(site, rita, { id: auditId! }), { code: 'conflict', message: sentence })
  t.match(await settingHistory(site, rita, 'signUp'), [{ changes: [{ before: 'open', after: 'approval' }], undoneBy: null }])

  await opened.close()

  t.equal(free.settings.signUp, 'approval')
  await undoAction(free, rita, { id: auditId! })
  t.equal(free.settings.signUp, 'open')
})

t.test('the file fixes settings as well, with an empty text too, and a variable wins', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-fixed-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'site.json')
  writeFileSync(file, JSON.stringify({ settings: { siteDescription: '', signUp: 'closed', uploadsPerMember: 7 } }))
  const config = loadConfig(root, { CONFIG_FILE: file, SETTINGS_SIGN_UP: 'open' })
  t.same(config.settings, { siteDescription: '', signUp: 'open', uploadsPerMember: 7 })

  const site = await makeSite(t, { env: { CONFIG_FILE: file } })
  await t.rejects(changeSetting(site, system, { key: 'uploadsPerMember', value: 8 }), { message: /is fixed by .*site\.json and cannot/ })
})

t.test('what cannot be is told at the start', async t => {
  const env = {
    SETTINGS_SIGN_UP: 'maybe',
    SETTINGS_SITE_NAME: 'x'.repeat(81),
    SETTINGS_UPLOADS_IN_ALL: 'much',
    SETTINGS_SIGNUP: 'open',
    SETTINGS_SET_UP_AT: 'now',
  }
  t.same(problemsOf(env), [
    'SETTINGS_UPLOADS_IN_ALL should be a whole number from 0 to 100000000, but is "much".',
    'SETTINGS_SIGNUP is not a setting. config/example.json lists them all, under "settings".',
    'SETTINGS_SET_UP_AT is not a setting. config/example.json lists them all, under "settings".',
    `SETTINGS_SITE_NAME should be a text of 1 to 80 characters, but is "${'x'.repeat(81)}".`,
    'SETTINGS_SIGN_UP should be one of open, invite, approval, closed, but is "maybe".',
  ])
})

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(root, env)
    return []
  } catch (error) {
    return (error as ConfigError).problems
  }
}

t.test('the panel shows it as fixed, by what, and leaves it out of the form', async t => {
  const { site, url } = await makeServedSite(t, { env: fixed })
  const browser = new Browser(url)
  await signInAs(site, browser, await makeMember(site, 'rita', { role: 'admin' }))
  const page = await browser.get('/admin/settings')
  t.match(page.text, /<select id="field-signUp" name="signUp" disabled/)
  t.match(page.text, /<input id="field-uploadsInAll" [^>]*value="500"[^>]* disabled/)
  t.match(page.text, /Fixed by <code>SETTINGS_SIGN_UP<\/code>/)
  t.equal((await browser.post('/admin/settings', { siteName: 'The Delta', siteDescription: '' })).status, 303)
  t.match(site.settings, { siteName: 'The Delta', signUp: 'invite', uploadsInAll: 500 })

  const forced = await browser.post('/admin/settings', { siteName: 'No', signUp: 'open' })
  t.equal(forced.status, 422)
  t.match(forced.text, /id="problem-signUp">“Who may sign up” is fixed by SETTINGS_SIGN_UP/)
  t.equal(site.settings.siteName, 'The Delta')

  const history = await browser.get('/admin/setting?key=signUp')
  t.match(history.text, /Fixed by <code>SETTINGS_SIGN_UP<\/code>/)
  t.notMatch(history.text, /Back to the default/)
  t.match((await browser.get('/admin/configuration')).text, /SETTINGS_SIGN_UP[\s\S]*invite/)
})

t.test('the command line shows it, and is refused', async t => {
  const { site } = await makeServedSite(t, { env: fixed })
  const env = { ...environmentOf(site.config), ...fixed }
  const [list, one, set, act] = await Promise.all([
    tributary(env, 'settings'),
    tributary(env, 'settings', 'get', 'signUp', '--json'),
    tributary(env, 'settings', 'set', 'signUp', 'open'),
    tributary(env, 'act', 'settings.change', '{"key":"signUp","value":"open"}', '--json'),
  ])
  t.match(list.out, /^signUp +invite \(fixed by SETTINGS_SIGN_UP\)$/m)
  t.match(list.out, /^siteName +Tributary$/m)
  t.same(JSON.parse(one.out), { name: 'signUp', value: 'invite', fixedBy: 'SETTINGS_SIGN_UP' })
  t.match(set, { code: 1, problems: /is fixed by SETTINGS_SIGN_UP/ })
  t.match(act, { code: 1, problems: /is fixed by SETTINGS_SIGN_UP/ })
})

t.test('a site whose name is fixed is set up under that name only', async t => {
  const site = await makeSite(t, { isNew: true, env: { SETTINGS_SITE_NAME: 'The Delta' } })
  const input = { handle: 'rita', email: 'rita@example.org', password: 'a long way down the river' }
  await t.rejects(setUpSite(site, system, { ...input, siteName: 'Other' }), { message: /is fixed by SETTINGS_SITE_NAME/ })
  await setUpSite(site, system, { ...input, siteName: 'The Delta' })
  t.match(site.settings, { siteName: 'The Delta', setUpAt: String })
})
