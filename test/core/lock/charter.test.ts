import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { type Actor, system, visitor } from '../../../core/actor.ts'
import { listConfig } from '../../../core/config/list-options.ts'
import { readInput } from '../../../core/http/schema.ts'
import { authorityUnder, charterSchema, presets } from '../../../core/lock/charter.ts'
import { checkFounding, endFounding } from '../../../core/lock/end-founding.ts'
import { addMember } from '../../../core/members/add-member.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite } from '../../../core/testing/make-site.ts'

const text = 'What you write is yours, and nobody sells it. This is all of it.'

t.test('the charters say who decides; policies and charter are locked under each', async t => {
  const of = (preset: keyof typeof presets, name: string, facet?: string): string =>
    authorityUnder(presets[preset], { name, authority: 'operations' }, facet ? [facet] : [])
  t.equal(of('steward', 'role.edit'), 'operations')
  t.equal(of('community', 'role.edit'), 'ballot')
  t.equal(of('community', 'settings.change', 'siteName'), 'operations')
  t.equal(of('community', 'settings.change', 'signUp'), 'ballot')
  t.equal(of('assembly', 'settings.change', 'siteName'), 'ballot')
  t.equal(of('assembly', 'look.publish'), 'silence')
  for (const preset of ['steward', 'community', 'assembly'] as const) {
    t.equal(of(preset, 'policies.publish'), 'locked')
    t.equal(of(preset, 'charter.change'), 'locked')
    readInput(charterSchema, presets[preset])
  }
  const open = { ...presets.steward, classes: { 'policies.publish': 'operations' as const } }
  t.equal(authorityUnder(open, { name: 'policies.publish', authority: 'locked' }), 'locked', 'no charter opens them')
})

t.test('no charter goes below the floor', async t => {
  const site = await makeSite(t)
  const rules = { ...presets.community.rules, locked: { ...presets.community.rules.locked, votingDays: 0 } }
  await t.rejects(site.act(system, 'charter.change', { charter: { ...presets.community, rules } }), /3 or more/)
  await t.rejects(site.act(system, 'charter.change', {}), /Say which charter/)
})

t.test('founders publish while the site is founded; afterwards nobody does', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann', { role: 'admin' })
  const bob = await makeMember(site, 'bob')
  await t.rejects(site.act(bob, 'policies.publish', { kind: 'terms', text }), /permission "policies"/)
  await t.rejects(endFounding(site, bob), /Only those who found the site/)
  await t.rejects(endFounding(site, visitor), /Only those who found the site/)
  const { changes, auditId } = await site.act(ann, 'policies.publish', { kind: 'terms', text })
  t.match(changes, [{ path: 'policies.terms', after: text }])
  t.ok(auditId)
  await site.act(ann, 'settings.change', { key: 'signUp', value: 'invite' })

  await endFounding(site, ann)
  t.equal(site.lock.founding.open, false)
  await t.rejects(endFounding(site, ann), /ended already/)
  const forged: Actor = { kind: 'executor', scopes: [] }
  const anew = { kind: 'terms', text: `${text} Anew.` }
  for (const actor of [ann, system, forged])
    await t.rejects(site.act(actor, 'policies.publish', anew), /the members decide|needs the permission/, actor.kind)
  await t.rejects(site.act(ann, 'policies.publish', anew), /the members decide about this by vote/)
  await t.rejects(site.act(ann, 'charter.change', { preset: 'steward' }), /the members decide/)
  await t.rejects(site.act(ann, 'settings.change', { key: 'signUp', value: 'open' }), /the members decide/)
  await t.rejects(site.act(ann, 'settings.save', { values: { signUp: 'open' } }), /the members decide/)
  for (const role of ['admin', 'moderator'])
    await t.rejects(addMember(site, system, { handle: 'zoe', role }), /the members decide about this by vote/, `a new account as ${role}`)
  t.ok(await addMember(site, system, { handle: 'zoe', role: 'member' }))
  await site.act(ann, 'settings.save', { values: { siteName: 'Cove', signUp: 'invite' } })
  await site.act(ann, 'settings.change', { key: 'siteName', value: 'Harbour' })
  t.equal(site.settings.siteName, 'Harbour', 'what is not for the members goes on')
})

t.test('founders do not found for longer by asking more of voters', async t => {
  const clock = makeClock('2026-03-01T12:00:00.000Z')
  const site = await makeSite(t, { now: clock.now })
  const electorate = { ballotDays: 365, lockedDays: 365, activeDays: 60 }
  await site.act(system, 'charter.change', { charter: { ...presets.community, electorate } })
  const members: { id: string }[] = []
  for (let n = 1; n <= 15; n++) members.push(await makeMember(site, `member${n}`))
  clock.tick(40 * 86_400_000)
  const days = Array.from({ length: 7 }, (_, n) => new Date(clock.now().getTime() - n * 86_400_000).toISOString().slice(0, 10))
  await site.db.transaction(trx => trx('active_days').insert(members.flatMap(({ id }) => days.map(day => ({ memberId: id, day })))))
  await checkFounding(site)
  t.match(site.lock.founding, { open: false, endedBy: '15 members can vote.' })
})

t.test('a new version holds after notice, as soon as there is somebody to be told', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann', { role: 'admin' })
  await site.act(ann, 'policies.publish', { kind: 'terms', text })
  t.equal(site.lock.valueAt<{ text: string }>('policies.terms', site.now())?.value.text, text, 'alone: at once')
  await makeMember(site, 'bob')
  await site.act(ann, 'policies.publish', { kind: 'terms', text: `${text} Anew.` })
  t.equal(site.lock.valueAt<{ text: string }>('policies.terms', site.now())?.value.text, text)
  const later = new Date(site.now().getTime() + 7 * 86_400_000)
  t.equal(site.lock.valueAt<{ text: string }>('policies.terms', later)?.value.text, `${text} Anew.`)
  t.equal(site.lock.comingAfter('policies.terms', site.now())?.version, 3)
})

t.test('the site key comes from the environment where there are several machines, and is never shown', async t => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const site = await makeSite(t, { env: { SITE_KEY: pem.replaceAll('\n', '\\n') } })
  t.same(site.lock.breach, [])
  const shown = listConfig(site, system).find(({ name }) => name === 'siteKey')
  t.match(shown, { value: '(kept secret)', origin: 'SITE_KEY' })
  await t.rejects(makeSite(t, { env: { SITE_KEY: 'not a key' } }), /SITE_KEY/)
})
