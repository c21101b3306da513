import { memberActor } from '../../../core/actor.ts'
import { findMember } from '../../../core/members/member.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import type { HookFixture } from './hook-fixture.ts'

const reason = 'For the test.'

/** `host.act`: as a member for whom the plugin is at work, by a rule, and never what the members decide. */
export const actFixture: HookFixture = {
  hook: 'act',
  manifest: { capabilities: [{ id: 'actions:run', actions: ['entry.remove', 'announcement.*', 'policies.publish'], reason }] },
  activate: `calls.act = (name, input, options) => host.act(name, input, options).catch(({ code, message }) => ({ code, message }))`,
  async check(t, { opened: { site }, member }) {
    type Act = (name: string, input: object, options?: object) => Promise<Record<string, unknown>>
    const { act } = site.registry.provided.get('all')!.thing as { act: Act }
    const guard = site.registry.pages[0]!.guard
    const at = (memberId: string, name: string, input: object, options: object = {}) =>
      guard.run('the test', { patience: 5000, memberId }, () => act(name, input, { as: memberId, ...options }))
    const rita = await makeMember(site, 'rita', { role: 'admin' })
    const entry = await makeEntry(site, memberActor(await findMember(site.db, member.handle)), 'Something')
    const take = { id: entry.id }
    const because = { reason: 'Rule 3.' }
    t.match(await act('entry.remove', take, { as: rita.id, ...because }), {
      code: 'forbidden',
      message: /only while that member uses it/,
    })
    t.match(
      await at(member.id, 'entry.remove', take, because),
      { code: 'forbidden', message: /needs the permission "\w+"/ },
      'with what they may do',
    )
    t.match(await act('entry.remove', take, because), { code: 'forbidden' }, 'no rule takes things down')
    t.match(await at(rita.id, 'entry.remove', take), { code: 'invalid' }, 'with a reason')
    t.match(await at(rita.id, 'settings.change', { key: 'siteName', value: 'x' }), {
      code: 'forbidden',
      message: /should be among the "actions"/,
    })
    t.match(await at(rita.id, 'announcement.fly', {}), { code: 'action-not-found' })
    t.match(
      await at(rita.id, 'policies.publish', { kind: 'rules', text: 'The rules are mine and mine alone.' }),
      { code: 'forbidden', message: /members decide/ },
      'also while the site is founded',
    )
    const tried = await at(rita.id, 'entry.remove', take, { ...because, dryRun: true })
    t.match(tried, { changes: [{ before: 'there', after: 'taken down' }] })
    t.equal(tried.auditId, undefined)
    const done = await at(rita.id, 'entry.remove', take, because)
    t.match(done, { summary: /taken down/, auditId: /./ })
    t.match(await site.db('audit_log').where({ id: done.auditId }).first(), { actorId: rita.id, reason: 'Rule 3.' })
  },
}
