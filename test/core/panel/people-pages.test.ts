import t from 'tap'
import { listAudit } from '../../../core/actions/audit-log.ts'
import { system } from '../../../core/actor.ts'
import { createInvitation } from '../../../core/invitations/create-invitation.ts'
import type { Site } from '../../../core/site.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeMember, signInAs } from '../../../core/testing/make-member.ts'
import { makeServedSite, type Teardown } from '../../../core/testing/make-site.ts'

async function setUp(t: Teardown) {
  const { site, url } = await makeServedSite(t)
  const open = async (handle: string, role = 'member') => {
    const browser = new Browser(url)
    await signInAs(site, browser, await makeMember(site, handle, { role }))
    await browser.get('/settings/profile')
    return browser
  }
  return { site, rita: await open('rita', 'admin'), open }
}

async function letWait(site: Site, ...handles: string[]): Promise<void> {
  for (const handle of handles) {
    const { id } = await makeMember(site, handle)
    await site.db.transaction(trx => trx('members').where({ id }).update({ waitingSince: site.now().toISOString() }))
  }
}

const handlesIn = (text: string) => [...text.matchAll(/class="hint">@(\w+)/g)].map(match => match[1])
const linkIn = (text: string, label: string) =>
  new RegExp(`href="([^"]+)"[^>]*>${label}<`).exec(text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=') ?? ''

t.test('members are found by name, role and state, page by page, and kept as a file', async t => {
  const { site, rita } = await setUp(t)
  await makeMember(site, 'carla', { name: '=cmd|1' })
  await makeMember(site, 'cem', { role: 'moderator' })
  await letWait(site, 'dora')
  t.same(handlesIn((await rita.get('/admin/members?search=C')).text), ['cem', 'carla'])
  t.same(handlesIn((await rita.get('/admin/members?search=%3Dcmd')).text), ['carla'], 'by the name')
  t.same(handlesIn((await rita.get('/admin/members?search=cem@ex')).text), ['cem'], 'by the address')
  t.same(handlesIn((await rita.get('/admin/members?role=moderator')).text), ['cem'])
  t.same(handlesIn((await rita.get('/admin/members?state=waiting')).text), ['dora'])
  t.equal(handlesIn((await rita.get('/admin/members?seen=week')).text).length, 4)
  t.match((await rita.get('/admin/members?seen=not-year')).text, 'Nothing fits')
  t.match(await rita.get('/admin/members?after=nonsense'), { status: 422 })

  const file = await rita.get('/admin/members/export?role=member')
  t.match(file.text, /^handle,name,email,role/)
  t.match(file.text, "carla,'=cmd|1,carla@example.org,member", 'no formula for a spreadsheet')
  t.notMatch(file.text, 'cem')

  for (let n = 0; n < 60; n++) await makeMember(site, `p${n}`)
  const first = (await rita.get('/admin/members?role=member')).text
  const second = (await rita.get(linkIn(first, 'Next page'))).text
  t.equal(handlesIn(first).length, 50)
  t.equal(new Set([...handlesIn(first), ...handlesIn(second)]).size, 62)
  t.notMatch(second, 'Next page')
})

t.test('what is ticked is changed together, after it was shown', async t => {
  const { site, rita } = await setUp(t)
  await makeMember(site, 'ann')
  await makeMember(site, 'bob')
  const give = { action: 'member.role', role: 'moderator', each: 'handle', handle: ['ann', 'bob'], back: '/admin/members?role=member' }
  const asked = await rita.post('/admin/act', { ...give, ask: '1' })
  t.match(asked.text, /members\.ann\.role[\s\S]*members\.bob\.role/)
  t.equal(asked.text.match(/name="handle" value="(ann|bob)"/g)?.length, 2)
  t.same(await listAudit(site, system), [])
  const done = await rita.post('/admin/act', give)
  t.equal(done.location, '/admin/members?role=member', 'back to where they were')
  t.match((await rita.follow(done)).text, 'ann is moderator now. And the same for 1 more.')
  t.equal((await listAudit(site, system)).length, 2)
  t.match(await rita.post('/admin/act', { ...give, handle: [] }), { status: 422, text: /Tick what it is about/ })
  t.match(await rita.post('/admin/act', { ...give, role: 'member', handle: ['bob', 'rita'] }), {
    status: 409,
    text: /rita: A site needs an admin/,
  })
  t.same((await site.db('members').where({ role: 'moderator' })).length, 2, 'all or none')
})

t.test('who waits is let in or refused, with a reason by mail', async t => {
  const { site, rita } = await setUp(t)
  await letWait(site, 'dora', 'eve', 'flo')
  t.match((await rita.get('/admin')).text, '3 people wait for approval')
  t.same(handlesIn((await rita.get('/admin/sign-ups')).text), ['dora', 'eve', 'flo'])
  const act = { each: 'handle', back: '/admin/sign-ups' }
  await rita.post('/admin/act', { ...act, action: 'member.approve', handle: ['dora', 'eve'] })
  await rita.post('/admin/act', { ...act, action: 'member.refuse', handle: ['flo'], reason: 'We know nobody of this name.' })
  t.match((await rita.get('/admin/sign-ups')).text, 'Nobody waits')
  t.match((await listAudit(site, system))[0], { action: 'member.refuse', reason: 'We know nobody of this name.' })
  t.equal(await site.db('feeds').where({ handle: 'flo' }).first('id'), undefined)
})

t.test('one account: its history, its sessions, a link to a new password; nobody touches one above them', async t => {
  const { site, rita, open } = await setUp(t)
  await site.act(system, 'role.create', { name: 'greeter', title: 'Greeter', permissions: ['members', 'audit log'] })
  const greta = await open('greta', 'greeter')
  const bob = await open('bob')
  await rita.post('/admin/act', { action: 'member.role', handle: 'bob', role: 'greeter', back: '/admin/member?handle=bob' })
  const page = (await greta.get('/admin/member?handle=bob')).text
  t.match(page, /<h1>bob<\/h1>/)
  t.match(page, 'bob is greeter now.')
  t.match(page, 'bob@example.org')

  const made = await greta.follow(await greta.post('/admin/member?handle=bob', { handle: 'bob' }))
  t.match(made.text, /It works once, for 8 hours: http[^ ]+\/password-reset\?token/)
  t.match((await listAudit(site, system))[0], { action: 'member.reset-link', actorHandle: 'greta', summary: /for bob/ })
  t.notMatch(JSON.stringify(await site.db('audit_log')), 'token=', 'the link is kept nowhere')

  const act = { back: '/admin/members', handle: 'rita' }
  t.match(await greta.post('/admin/member?handle=rita', { handle: 'rita' }), { status: 403 })
  t.equal((await greta.post('/admin/act', { ...act, action: 'member.sign-out' })).status, 403)
  const { id } = await site.db('sessions as s').join('feeds as f', 'f.id', 's.memberId').where('f.handle', 'rita').first('s.id')
  t.equal((await greta.post('/admin/act', { ...act, action: 'session.end', id })).status, 403)
  t.match((await greta.get('/admin/member?handle=rita')).text, 'rita may do more than you')

  t.match((await greta.get('/admin/sessions?handle=bob')).text, '@bob')
  t.same(handlesIn((await greta.get('/admin/sessions?show=staff')).text).sort(), ['bob', 'greta', 'rita'])
  await greta.post('/admin/act', { action: 'member.sign-out', handle: 'bob', back: '/admin/sessions' })
  t.equal((await bob.get('/settings/profile')).status, 302)
  t.equal((await greta.get('/admin/member?handle=nobody')).status, 404)
})

t.test('invitations: who made them, who came, and taking them back', async t => {
  const { site, rita } = await setUp(t)
  const bob = await makeMember(site, 'bob')
  const invitation = await createInvitation(site, bob, { note: 'for my sister', follow: [], uses: 3, days: 30 })
  const { id } = await makeMember(site, 'sister')
  await site.db.transaction(trx => trx('members').where({ id }).update({ invitedBy: bob.id }))
  const list = (await rita.get('/admin/invitations?show=open')).text
  t.match(list, /@bob[\s\S]*for 3 more/)
  t.notMatch(list, 'my sister', 'what the inviter wrote is theirs')
  t.match((await rita.get('/admin/invitations?show=joined')).text, /@sister[\s\S]*bob/)
  t.match((await rita.get('/admin/member?handle=sister')).text, /invited by[\s\S]*bob/)
  await rita.post('/admin/act', { action: 'invitation.revoke', id: invitation.id, back: '/admin/invitations' })
  t.notMatch((await rita.get('/admin/invitations')).text, '@bob')
  const made = await rita.follow(await rita.post('/admin/invitations', { uses: '2', days: '7' }))
  t.match(made.text, /Send its link: http[^ ]+\/invitations\//)
  t.match(await rita.post('/admin/invitations', { uses: '0' }), { status: 422 })
})

t.test('roles are ticked in a matrix, made and taken away', async t => {
  const { site, rita, open } = await setUp(t)
  await rita.post('/admin/roles', { do: 'make', name: 'greeter', title: 'Greeter' })
  const saved = await rita.post('/admin/roles', {
    do: 'save',
    grant: ['moderator:audit log', 'moderator:content', 'moderator:moderation', 'greeter:members', 'greeter:roles', 'admin:nothing'],
  })
  t.match((await rita.follow(saved)).text, 'Saved.')
  t.match(site.roles.get('greeter')?.permissions, ['members', 'roles'])
  t.match(site.roles.get('moderator')?.permissions, ['audit log', 'content', 'moderation'], 'what did not change is not written')
  t.equal((await listAudit(site, system)).length, 2)
  t.match(await rita.post('/admin/roles', { do: 'make', name: 'X', title: 'Y' }), { status: 422, text: /small letters/ })

  const greta = await open('greta', 'greeter')
  const page = (await greta.get('/admin/roles')).text
  t.match(page, /value="greeter:members" checked>/)
  t.match(page, /value="member:settings" disabled>/)
  await greta.post('/admin/roles', { do: 'save', grant: ['greeter:members', 'greeter:roles', 'member:settings'] })
  t.same(site.roles.get('member')?.permissions, [], 'more than they hold is refused')
  t.same(site.roles.get('moderator')?.permissions.length, 3, 'and what is above them stays')
  t.match(await rita.post('/admin/act', { action: 'role.remove', name: 'greeter', back: '/admin/roles' }), { status: 409 })
})
