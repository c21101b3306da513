import t from 'tap'
import { system, visitor } from '../../../core/actor.ts'
import { changeSetting } from '../../../core/config/change-setting.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite } from '../../../core/testing/make-site.ts'

t.test('an admin changes a setting, and it holds at once', async t => {
  const site = await makeSite(t)
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await changeSetting(site, rita, { key: 'siteName', value: 'The Delta' })
  t.equal(site.settings.siteName, 'The Delta')
  t.match(await site.db('settings').where({ name: 'siteName' }).first(), { updatedBy: rita.id })
  await changeSetting(site, system, { key: 'siteName', value: '' })
  t.equal(site.settings.siteName, 'Tributary')
})

t.test('nobody else does', async t => {
  const site = await makeSite(t)
  const change = { key: 'siteName', value: 'Mine' }
  await t.rejects(changeSetting(site, visitor, change), { code: 'forbidden' })
  await t.rejects(changeSetting(site, await makeMember(site, 'bob', { role: 'moderator' }), change), { code: 'forbidden' })
  const rita = await makeMember(site, 'rita', { role: 'admin' })
  await t.rejects(changeSetting(site, { ...rita, kind: 'token' }, change), { code: 'forbidden' })
})

t.test('a value that cannot be is refused', async t => {
  const site = await makeSite(t)
  const wrong = { signUp: 'maybe', siteName: 'x'.repeat(81), theme: 'nothing', setUpAt: 'x', toString: 'x', nothing: 'x' }
  for (const [name, value] of Object.entries(wrong)) {
    await t.rejects(changeSetting(site, system, { key: name, value: String(value) }), { code: 'invalid' }, name)
  }
})
