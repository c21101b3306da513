import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findAction } from '../../../core/actions/act.ts'
import { listAudit } from '../../../core/actions/audit-log.ts'
import { permissions } from '../../../core/actions/permissions.ts'
import { canBeUndone, undoAction } from '../../../core/actions/undo-action.ts'
import { system, visitor } from '../../../core/actor.ts'
import { listCoreActions } from '../../../core/core-actions.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeSite, root } from '../../../core/testing/make-site.ts'
import { actionInputs, alsoBy } from './action-inputs.ts'

const rename = { key: 'siteName', value: 'The Delta' }

t.test('an action changes the site, says what, and stands in the audit log', async t => {
  const { site, outbox } = await makeOpenSite(t)
  await outbox.close()
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  const outcome = await site.act(rita, 'settings.change', rename)
  t.match(outcome, { ok: true, changes: [{ path: 'settings.siteName', before: 'Tributary', after: 'The Delta' }] })
  t.equal(site.settings.siteName, 'The Delta')
  const [entry] = await listAudit(site, rita)
  t.match(entry, {
    id: outcome.auditId,
    action: 'settings.change',
    summary: 'The setting siteName is "The Delta" now.',
    input: rename,
    actorKind: 'member',
    actorHandle: 'rita',
    undoneBy: null,
  })
  t.match(await site.db('outbox'), [{ name: 'action.done' }])
})

t.test('trying leaves everything as it is, and says what doing says', async t => {
  const { site, outbox } = await makeOpenSite(t)
  await outbox.close()
  const tried = await site.act(system, 'settings.change', rename, { dryRun: true })
  t.equal(site.settings.siteName, 'Tributary')
  t.same(await listAudit(site, system), [])
  t.same(await site.db('outbox'), [])
  t.equal(tried.auditId, undefined)
  const done = await site.act(system, 'settings.change', rename)
  t.same(tried.changes, done.changes)
  await t.rejects(site.act(system, 'settings.change', { key: 'nothing', value: 'x' }, { dryRun: true }), { code: 'invalid' })
  t.same((await site.act(system, 'settings.change', rename)).changes, [], 'what is so already changes nothing')
  t.equal((await listAudit(site, system)).length, 1, 'and is not written down')
})

t.test('every action is refused to everybody who lacks its permission, and to sessions that are none', async t => {
  const site = await makeSite(t)
  const bob = await makeMember(site, 'bob')
  const mia = await makeMember(site, 'mia', { role: 'moderator' })
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  t.same(
    listCoreActions()
      .map(action => action.name)
      .sort(),
    Object.keys(actionInputs).sort(),
    'a new action stands here as well',
  )
  for (const [name, input] of Object.entries(actionInputs)) {
    const { permission } = findAction(name)
    const allOthers = { ...mia, permissions: permissions.filter(other => other !== permission && !alsoBy[name]?.includes(other)) }
    for (const actor of [visitor, bob, allOthers, { ...rita, kind: 'token' as const }]) {
      await t.rejects(site.act(actor, name, input), { code: 'forbidden' }, `${name} as ${actor.kind}`)
      await t.rejects(site.act(actor, name, input, { dryRun: true }), { code: 'forbidden' }, `trying ${name} as ${actor.kind}`)
    }
  }
  t.same(await listAudit(site, system), [])
  await t.rejects(listAudit(site, bob), { code: 'forbidden' })
  await t.rejects(site.act(rita, 'site.burn', {}), { code: 'action-not-found' })
})

t.test('a request that is sent twice is done once', async t => {
  const site = await makeSite(t)
  const first = await site.act(system, 'settings.change', rename, { key: 'r1' })
  await site.act(system, 'settings.change', { key: 'siteName', value: 'Another' })
  const again = await site.act(system, 'settings.change', rename, { key: 'r1' })
  t.equal(again.auditId, first.auditId)
  t.same(again.changes, first.changes)
  t.equal(site.settings.siteName, 'Another')
})

t.test('an action can be taken back, once, while nobody changed it again', async t => {
  const site = await makeSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await makeMember(site, 'bob')
  const { auditId: renamed = '' } = await site.act(rita, 'settings.change', rename)
  const { auditId: promoted = '' } = await site.act(rita, 'member.role', { handle: 'bob', role: 'moderator' })
  const { auditId: off = '' } = await site.act(rita, 'plugin.disable', { name: 'services' })

  t.match(await undoAction(site, rita, { id: promoted }, { dryRun: true }), { changes: [{ before: 'moderator', after: 'member' }] })
  const { auditId: saved = '' } = await site.act(rita, 'settings.save', {
    values: { siteDescription: 'Wide.', signUp: 'closed', siteName: 'The Delta' },
  })
  t.match((await listAudit(site, rita))[0], { summary: '2 settings are changed: siteDescription, signUp.' })
  await undoAction(site, rita, { id: saved })
  t.match(site.settings, { siteDescription: '', signUp: 'open' })
  const wrong = { values: { siteName: 'Mine', signUp: 'never', nothing: 1 } }
  await t.rejects(site.act(rita, 'settings.save', wrong), { code: 'invalid', message: /no setting/ })
  await t.rejects(site.act(rita, 'settings.save', { values: { siteName: 'Mine', signUp: 'never' } }), {
    code: 'invalid',
    message: /options/,
  })
  for (const id of [renamed, promoted, off]) await undoAction(site, rita, { id })
  t.equal(site.settings.siteName, 'Tributary')
  t.match(await site.db('members as m').join('feeds as f', 'f.id', 'm.id').where('f.handle', 'bob').first('m.role'), { role: 'member' })
  t.match(await site.db('plugin_states').where({ name: 'services' }).first(), { disabledAt: null })
  await t.rejects(undoAction(site, rita, { id: renamed }), { code: 'conflict', message: /already/ })

  const { auditId: once = '' } = await site.act(rita, 'settings.change', rename)
  await site.act(rita, 'settings.change', { key: 'siteName', value: 'Another' })
  await t.rejects(undoAction(site, rita, { id: once }), { code: 'conflict', message: /changed again/ })
  await t.rejects(undoAction(site, await makeMember(site, 'mia', { role: 'moderator' }), { id: once }), { code: 'forbidden' })
  await t.rejects(undoAction(site, rita, { id: 'none' }), { code: 'audit-entry-not-found' })
  const log = await listAudit(site, rita)
  t.equal(log.find(entry => entry.id === renamed)?.undoneBy, log.find(entry => entry.undoes === renamed)?.id)
  t.notOk(canBeUndone(site, log.find(entry => entry.id === renamed)!))
  t.ok(canBeUndone(site, log[0]!))
})

t.test('an action that fails leaves no row, and none can be half done', async t => {
  const site = await makeSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await t.rejects(site.act(rita, 'member.role', { handle: 'rita', role: 'member' }), { code: 'conflict' })
  await t.rejects(site.act(rita, 'member.role', { handle: 'nobody', role: 'member' }), { code: 'member-not-found' })
  await t.rejects(
    site.db.transaction(async trx => {
      await site.within(trx).act(rita, 'settings.change', rename)
      throw new Error('what is around it fails')
    }),
  )
  t.same(await listAudit(site, rita), [])
  t.same(await site.db('settings').where({ name: 'siteName' }), [])
})

/** Tables, and columns, that say how the site is run. Whoever writes them is an action, or the first set-up. */
const guarded: Record<string, RegExp> = {
  settings: /\(\s*['"`]settings['"`]\s*\)\s*\.\s*(insert|update|delete|where[^\n]*\.(update|delete))/,
  'plugin states': /\(\s*['"`]plugin_?[sS]tates['"`]\s*\)\s*\.\s*(insert|update|delete)/,
  'installed packages': /\(\s*['"`]plugin_?[pP]ackages['"`]\s*\)\s*\.\s*(insert|update|delete|where[^\n]*\.(update|delete))/,
  roles: /update\(\{[^}]*\brole\b/,
  'what roles bring': /\(\s*['"`]roles['"`]\s*\)[^\n]*\.\s*(insert|update|delete)|insertOnce\(trx, 'roles'/,
  'audit log': /\(\s*['"`]audit_?[lL]og['"`]\s*\)\s*\.\s*(insert|update|delete)/,
  looks: /\(\s*['"`](looks|theme_?[rR]eleases)['"`]\s*\)\s*\.\s*(insert|update|delete|where[^\n]*\.(update|delete))/,
  'what was decided about tags': /\(\s*['"`]tags['"`]\s*\)[\s\S]{0,120}?\.update\(\{[^}]*\b(standsFor|hiddenAt|label)\b/,
  'the writers themselves': /\b(writeSetting|writePluginState|writeAudit)\(/,
}
const mayWrite: Record<string, string[]> = {
  settings: [
    'core/config/settings-store.ts',
    'core/maintenance/maintain-site.ts',
    'core/packages/delete-plugin-data.ts',
    'core/plugin-settings/change-plugin-settings.ts',
    'core/setup/set-up-site.ts',
  ],
  'plugin states': ['core/plugins/plugin-states.ts'],
  'installed packages': ['core/packages/package-row.ts', 'core/packages/remove-plugin.ts'],
  // Others of these are roles in a group.
  roles: ['core/members/change-site-role.ts', 'core/groups/change-role.ts', 'core/members/destroy-ties.ts'],
  'what roles bring': ['core/roles/create-role.ts', 'core/roles/edit-role.ts', 'core/roles/remove-role.ts'],
  'audit log': ['core/actions/audit-log.ts'],
  looks: ['core/looks/look-version.ts', 'core/theme-packages/theme-release.ts'],
  'what was decided about tags': ['core/tags/hide-tag.ts', 'core/tags/merge-tag.ts'],
  'the writers themselves': [
    'core/packages/install-plugin.ts',
    'core/packages/rollback-plugin.ts',
    'core/looks/look-version.ts',
    'core/looks/restore-look.ts',
    'core/looks/withdraw-look.ts',
    'core/actions/audit-log.ts',
    'core/actions/perform.ts',
    'core/config/change-setting.ts',
    'core/config/settings-store.ts',
    'core/maintenance/maintain-site.ts',
    'core/plugins/disable-plugin.ts',
    'core/plugins/enable-plugin.ts',
    // Why a plugin did not start is found out, not decided.
    'core/plugins/load-plugins.ts',
    'core/plugin-health/quarantine-plugin.ts',
    'core/plugins/plugin-states.ts',
    'core/setup/set-up-site.ts',
  ],
}

t.test('nothing but actions writes how the site is run', async t => {
  const files = ['core', 'plugins', 'admin'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts') && !/(^|\/)(test|testing|node_modules)\//.test(name))
      .map(name => `${folder}/${name}`),
  )
  for (const [what, pattern] of Object.entries(guarded)) {
    const writers = files.filter(file => pattern.test(readFileSync(join(root, file), 'utf8')))
    t.same(
      writers.filter(file => !mayWrite[what]!.includes(file)),
      [],
      what,
    )
    t.ok(writers.length > 0, `and the pattern for ${what} finds those who do`)
  }
})
