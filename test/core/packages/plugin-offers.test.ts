import { utimesSync } from 'node:fs'
import t from 'tap'
import { installPlugin } from '../../../core/packages/install-plugin.ts'
import { packageFolder, readStoredPackage } from '../../../core/packages/package-store.ts'
import { offerPackage } from '../../../core/packages/plugin-offer.ts'
import { readPackage } from '../../../core/packages/read-package.ts'
import { sweepPackages } from '../../../core/packages/sweep-packages.ts'
import { tellPackage } from '../../../core/packages/tell-package.ts'
import { castBallot } from '../../../core/proposals/cast-ballot.ts'
import { findProposal } from '../../../core/proposals/proposal.ts'
import { publishProposal } from '../../../core/proposals/publish-proposal.ts'
import type { Browser } from '../../../core/testing/browse.ts'
import { type Club, makeClub } from '../../../core/testing/make-club.ts'
import { makePluginFolder, sourceType, sources as trusted } from '../plugins/write-plugin.ts'
import { forge, makePackage, makePublisher, signBytes } from './make-package.ts'

const sources = { ...trusted, runtime: 'sandbox' }

async function decide(club: Club, action: string, input: Record<string, unknown>): Promise<string> {
  const { site, members } = club
  const sponsors = members.map(({ id }) => id)
  const { id, rules } = await publishProposal(site, members.at(-1)!, { title: 'A plugin', action, input, sponsors })
  await club.wait(0)
  await club.wait(rules.discussionDays)
  for (const member of members) await castBallot(site, member, { proposalId: id, choice: 'yes' })
  await club.wait(rules.votingDays)
  await club.wait(rules.lockDays)
  const { state, stateReason } = await findProposal(site.db, id)
  return stateReason ? `${state}: ${stateReason}` : state
}

t.test('a member brings a plugin, the members decide, and exactly that is installed, updated and removed', async t => {
  const club = await makeClub(t, 2)
  const { site, members, browsers } = club
  const [, bob] = members as [(typeof members)[0], (typeof members)[0]]
  const browser = browsers[1] as Browser
  const folder = makePluginFolder(t)
  const { pem } = makePublisher()
  const bytes = await makePackage(folder, 'polls', sources, { pem, activate: sourceType('one'), files: { 'README.md': '# Polls' } })
  await t.rejects(offerPackage(site, { kind: 'visitor', scopes: [] }, bytes), { code: 'forbidden' })
  await t.rejects(offerPackage(site, bob, Buffer.from('nonsense')), { code: 'invalid' })
  const strong = await makePackage(folder, 'strong', { runtime: 'trusted' }, { pem })
  await t.rejects(offerPackage(site, bob, strong), { problems: { file: /Only those who run the machine/ } } as never)

  await browser.get('/packages')
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(bytes)]), 'polls.zip')
  const brought = await browser.upload('/packages', form)
  t.match(brought.location, /^\/packages\/polls\/1\.0\.0-[0-9a-f]{12}$/)
  const page = await browser.get(brought.location)
  t.match(page.text, /What it may do[\s\S]*Signed with the key|Signed with the key[\s\S]*What it may do/)
  t.match(page.text, /README\.md[\s\S]*# Polls[\s\S]*index\.js/)
  const { checksums: sha256, id } = await readPackage(bytes)
  t.match(page.text, `value="${sha256}"`)
  const input = { name: 'polls', package: id, sha256 }
  const draft = await browser.post('/governance/drafts', {
    action: 'plugin.install',
    title: 'Polls',
    'set-name': 'polls',
    'set-package': id,
    'set-sha256': sha256,
  })
  t.match((await browser.get(draft.location)).text, /What it would change[\s\S]*What it may do/)

  t.match(
    await decide(club, 'plugin.install', { ...input, sha256: '0'.repeat(64) }).catch(error => error.message),
    /not the one that was meant/,
  )
  const { sha256: _, ...without } = input
  t.match(await decide(club, 'plugin.install', without).catch(error => error.message), /has to say the sha256/)
  t.equal(await decide(club, 'plugin.install', input), 'executed')
  t.ok(site.registry.sourceTypes.has('one'))

  const next = await makePackage(folder, 'polls', { ...sources, version: '1.1.0' }, { pem, activate: sourceType('two') })
  const offer = await offerPackage(site, bob, next)
  const told = tellPackage(site, offer)
  t.match(told[0]?.title, /1\.0\.0 → 1\.1\.0/)
  const code = told.find(({ title }) => title === 'index.js')?.hunks?.flat() ?? []
  t.match(code.find(({ sign }) => sign === '-')?.text, /one/)
  t.match(code.find(({ sign }) => sign === '+')?.text, /two/)
  t.notOk(
    told.some(({ title }) => title === 'README.md'),
    'what is the same is left out',
  )
  const { checksums } = await readPackage(next)
  t.equal(await decide(club, 'plugin.update', { name: 'polls', package: offer.package, sha256: checksums }), 'executed')
  t.ok(site.registry.sourceTypes.has('two'))
  t.equal(await decide(club, 'plugin.remove', { name: 'polls', data: 'delete' }), 'executed')
  t.notOk(site.registry.plugins.has('polls'))
})

t.test('what was voted on stays as long as it is needed, and does not turn into something else', async t => {
  const club = await makeClub(t, 2)
  const { site, members } = club
  const [ann, bob] = members as [(typeof members)[0], (typeof members)[0]]
  const folder = makePluginFolder(t)
  const { pem } = makePublisher()
  const bytes = await makePackage(folder, 'polls', sources, { pem, activate: sourceType('one') })
  const { checksums: sha256 } = await readPackage(bytes)
  const { package: id } = await offerPackage(site, bob, bytes)
  const other = await forge(bytes, files => files.set('README.md', Buffer.from('other')), { honest: false })
  await t.rejects(offerPackage(site, ann, other), { code: 'invalid' })
  const resigned = await signBytes(bytes, makePublisher().pem)
  const bare = await forge(bytes, files => files.delete('SIGNATURE'), { honest: false })
  for (const twin of [resigned, bare])
    await t.rejects(offerPackage(site, ann, twin), { code: 'conflict' }, 'the same files, signed by somebody else')
  await offerPackage(site, ann, bytes)
  t.same(readStoredPackage(site.config, 'polls', id).signature, (await readPackage(bytes)).signature)
  const age = () => {
    const old = new Date(site.now().getTime() - 40 * 86_400_000)
    for (const name of [id]) utimesSync(packageFolder(site.config, 'polls', name), old, old)
  }
  const input = { name: 'polls', package: id, sha256 }
  await publishProposal(site, bob, { title: 'Polls', action: 'plugin.install', input, sponsors: members.map(one => one.id) })
  await site.db.transaction(trx => trx('plugin_offers').update({ createdAt: '2020-01-01T00:00:00.000Z' }))
  age()
  await sweepPackages(site)
  t.equal(await site.db('plugin_offers').first(), undefined)
  t.ok(tellPackage(site, input).length > 0, 'an open proposal names it')
  await site.db.transaction(trx => trx('proposals').update({ state: 'failed' }))
  age()
  await sweepPackages(site)
  await t.rejects(async () => installPlugin(site, ann, input), { code: 'package-not-found' })
  for (const version of ['2.0.0', '2.0.1', '2.0.2', '2.0.3', '2.0.4'])
    await offerPackage(site, bob, await makePackage(folder, 'polls', { ...sources, version }, { pem, activate: sourceType('one') }))
  const sixth = await makePackage(folder, 'polls', { ...sources, version: '2.1.0' }, { pem, activate: sourceType('one') })
  await t.rejects(offerPackage(site, bob, sixth), { code: 'limit-exceeded' })
})
