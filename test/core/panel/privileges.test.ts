import t from 'tap'
import { listAudit } from '../../../core/actions/audit-log.ts'
import { permissions } from '../../../core/actions/permissions.ts'
import { system } from '../../../core/actor.ts'
import { listCoreActions } from '../../../core/core-actions.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite } from '../../../core/testing/make-site.ts'
import { actionInputs, alsoBy } from '../actions/action-inputs.ts'

t.test('each address of the panel, each form and each action is refused by the core to whoever lacks its permission', async t => {
  const { site, url } = await makeServedSite(t)
  const panel = (await site.panel())!
  const open = async (handle: string, role: string) => {
    const browser = new Browser(url)
    await signInAs(site, browser, await makeMember(site, handle, { role }))
    await browser.get('/settings/profile')
    return browser
  }
  const [bob, mia, rita] = [await open('bob', 'member'), await open('mia', 'moderator'), await open('rita', 'admin')]
  // For each permission somebody who has all the others.
  const without = new Map<string, Browser>()
  for (const [index, permission] of permissions.entries()) {
    const name = `without-${index}`
    await site.act(system, 'role.create', { name, title: name, permissions: permissions.filter(other => other !== permission) })
    without.set(permission, await open(`w${index}x`, name))
  }
  const neither = permissions.filter(other => other !== 'members' && other !== 'moderation')
  await site.act(system, 'role.create', { name: 'neither', title: 'neither', permissions: neither })
  const withoutBoth = await open('wb', 'neither')
  const before = (await listAudit(site, system)).length
  const moderates = site.roles.get('moderator')!.permissions

  for (const page of panel.pages) {
    // Open to whoever has anything to do here.
    const lacking = page.permission === 'staff' ? bob : without.get(page.permission)!
    for (const address of [page.url, `${page.url}/export`].slice(0, page.name ? 2 : 1)) {
      t.equal((await new Browser(url).get(address)).status, 302, `${address} as a visitor`)
      t.equal((await bob.get(address)).status, 403, `${address} as a member`)
      // The first address leads who may not see the overview to what they may see.
      if (page.name) t.equal((await lacking.get(address)).status, 403, `${address} without ${page.permission}`)
      if (page.permission !== 'staff' && !moderates.includes(page.permission))
        t.equal((await mia.get(address)).status, 403, `${address} as a moderator`)
    }
    if (page.name) {
      t.equal((await new Browser(url).post(page.url, {})).status, 403, `POST ${page.url} as a visitor`)
      for (const browser of [bob, lacking]) t.equal((await browser.post(page.url, { do: 'save' })).status, 403, `POST ${page.url}`)
    }
  }
  t.equal((await without.get('audit log')!.get('/admin')).status, 302)

  for (const { name, permission } of listCoreActions()) {
    // From a page that they may see, so that it is the action that refuses.
    const back = permission === 'content' ? '/admin/members' : '/admin/entries'
    const form = { ...asForm(name), action: name, back, reason: 'x' }
    t.equal((await bob.post('/admin/act', form)).status, 403, `${name} as a member`)
    const isShared = name in alsoBy
    const lacking = isShared ? withoutBoth : without.get(permission)!
    t.equal((await lacking.post('/admin/act', form)).status, 403, `${name} without ${permission}`)
    t.equal((await lacking.post('/admin/act', { ...form, ask: '1' })).status, 403, `asking for ${name} without ${permission}`)
    if (!isShared && !moderates.includes(permission)) t.equal((await mia.post('/admin/act', form)).status, 403, `${name} as a moderator`)
  }
  t.equal((await listAudit(site, system)).length, before, 'and nothing has changed')
  t.equal((await rita.get('/admin')).status, 200)
})

/** What can be sent with a form of it. */
function asForm(action: string): Record<string, string> {
  const simple = Object.entries(actionInputs[action] ?? {}).filter(([, value]) => typeof value !== 'object')
  return Object.fromEntries(simple.map(([field, value]) => [field, String(value)]))
}
