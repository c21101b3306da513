import { rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { maybeAction } from '../../../core/actions/act.ts'
import { memberActor, system } from '../../../core/actor.ts'
import { findMemberById } from '../../../core/members/member.ts'
import { findProposal } from '../../../core/proposals/proposal.ts'
import { publishProposal } from '../../../core/proposals/publish-proposal.ts'
import { Browser } from '../../../core/testing/browse.ts'
import { makeClub } from '../../../core/testing/make-club.ts'
import { signInAs } from '../../../core/testing/make-member.ts'
import { environmentOf, tributary } from '../cli/run-command.ts'
import { makePluginFolder, writePlugin } from '../plugins/write-plugin.ts'

const forged = { kind: 'privacy', text: 'Everything that you write is sold to whoever pays for it.' }

/** Tries to write the policy from a sandbox, in every way that it was granted and some that it was not. */
const thief = `
  host.route('steal', async ({ member }) => {
    const tried = []
    const attempt = async work => { try { tried.push(String(await work())) } catch (error) { tried.push(error.message) } }
    await attempt(() => host.act('policies.publish', ${JSON.stringify(forged)}, { as: member.id }))
    await attempt(() => host.proposals.publish({ as: member.id, title: 'Mine', action: 'policies.publish', input: ${JSON.stringify(forged)}, sponsors: [] }))
    await attempt(() => host.tables('locked_values').insert({ key: 'policies.privacy' }))
    return { json: tried }
  })`

t.test('once founding is over the owner cannot change a policy: by panel, command line, code or plugin', async t => {
  const folder = makePluginFolder(t)
  writePlugin(
    folder,
    'thief',
    {
      runtime: 'sandbox',
      capabilities: [{ id: 'actions:run', actions: ['policies.publish'], reason: 'To try.' }],
      contributes: { routes: [{ id: 'steal', method: 'GET', path: '/steal', for: 'members' }] },
    },
    thief,
  )
  // Its name is one of the core's.
  const action = { name: 'policies.publish', title: 'Mine', permission: 'policies', input: { type: 'object', properties: {} } }
  const standIn = `host.action('policies.publish', { look: () => ({}), run: () => null })`
  writePlugin(folder, 'policies', { runtime: 'sandbox', contributes: { actions: [action] } }, standIn)
  const club = await makeClub(t, 5, { pluginFolders: [folder] })
  const { site, url, members } = club
  t.ok(site.registry.actions.has('policies.publish'))
  t.equal(maybeAction(site, 'policies.publish')?.title, 'Publish a policy', 'no plugin stands in for an action of the core')
  const owner = memberActor(await findMemberById(site.db, members[0]!.id), site.roles)
  const browser = new Browser(url)
  await signInAs(site, browser, owner)
  const policyNow = async (): Promise<string> => (await browser.get('/privacy')).text
  const head = site.lock.head.seq

  for (const actor of [owner, system]) await t.rejects(site.act(actor, 'policies.publish', forged), /the members decide about this by vote/)
  for (const actor of [owner, system])
    await t.rejects(site.act(actor, 'charter.change', { preset: 'steward' }), /the members decide about this by vote/)

  const ran = await tributary(
    environmentOf(site.config),
    'act',
    'policies.publish',
    JSON.stringify(forged),
    '--reason',
    'I own the machine.',
  )
  t.not(ran.code, 0)
  t.match(ran.problems + ran.out, /the members decide about this by vote\. Propose it at \/governance\/propose\?action=policies\.publish/)

  const tried = JSON.parse((await browser.get('/plugins/thief/steal')).text) as string[]
  t.match(
    tried,
    [/members decide about this/, /proposals|not a function|undefined/, /tables|not a function|undefined/],
    'what a sandboxed plugin tries',
  )
  await t.rejects(
    site.db.transaction(trx =>
      trx('locked_values')
        .where({ key: 'policies.privacy' })
        .update({ value: JSON.stringify(forged) }),
    ),
    /locked: only a decision of the members/,
  )

  const forms: [string, Record<string, string>, RegExp?][] = [
    ['/admin/act', { action: 'policies.publish', ...forged, back: '/admin' }, /members decide about this by vote/],
    ['/admin/act', { action: 'charter.change', preset: 'steward', back: '/admin' }, /members decide/],
    ['/admin/act', { action: 'policies.publish', ...forged, ask: '1', back: '/admin' }, /members decide/],
    ['/admin/act', { action: 'role.create', name: 'owner', title: 'Owner', back: '/admin' }, /members decide/],
    ['/admin/lock', forged],
    ['/admin/settings', { signUp: 'closed' }, /members decide/],
    ['/privacy', forged],
    ['/v2/policies/privacy', forged],
  ]
  for (const [path, fields, said] of forms) {
    await browser.get('/admin/settings')
    const { status, text } = await browser.post(path, fields)
    t.ok(status >= 400, `${path} ${fields.action ?? ''}: ${status}`)
    if (said) t.match(text, said)
  }
  t.not(site.settings.signUp, 'closed')
  t.notMatch(await policyNow(), /whoever pays for it/)
  t.equal(site.lock.head.seq, head, 'and nothing of it stands in the ledger')
})

t.test('without the plugin nothing is decided, and everybody reads that', async t => {
  const folder = makePluginFolder(t)
  writePlugin(folder, 'governance', {}, '')
  const club = await makeClub(t, 5, { pluginFolders: [folder] })
  const visitor = new Browser(club.url)
  t.notMatch((await visitor.get('/public')).text, /cannot vote at the moment/)
  const [ann, bob] = club.members
  const quiet = await publishProposal(club.site, ann!, {
    ...{ title: 'About us', action: 'page.publish', sponsors: [ann!.id, bob!.id] },
    input: { slug: 'about', title: 'About us', body: 'We are five.', place: 'footer' },
  })
  t.equal(quiet.decides, 'silence')
  // Somebody deletes the folder of the plugin.
  rmSync(join(folder, 'governance'), { recursive: true })
  await club.plugins.refresh()
  for (const path of ['/public', '/privacy', '/sign-in'])
    t.match((await visitor.get(path)).text, /The members of this site cannot vote at the moment/, path)
  await t.rejects(club.site.act(system, 'policies.publish', forged), /needs the plugin "governance", which is not running/)
  t.equal((await visitor.get('/governance/ledger.jsonl')).status, 200, 'what was decided can still be checked')
  await club.wait(2)
  t.match(await findProposal(club.site.db, quiet.id), { state: 'published' }, 'and nothing happens by silence when nobody can object')
})
