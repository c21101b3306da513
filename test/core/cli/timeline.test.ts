import t from 'tap'
import { subscribe } from '../../../core/subscriptions/subscribe.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite } from '../../../core/testing/make-site.ts'
import { environmentOf, tributary } from './run-command.ts'

t.test('timelines can be made anew', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  await subscribe(site, ann, { handle: 'bob' })
  const { id } = await makeEntry(site, bob)
  const ran = await tributary(environmentOf(site.config), 'timeline', 'rebuild', '--json')
  t.equal(ran.problems, '')
  t.same(JSON.parse(ran.out), { members: 2 })
  t.match(await site.db('timeline').where({ readerId: ann.id }), [{ entryId: id, reason: 'subscription' }])
  const said = await tributary(environmentOf(site.config), 'timeline', 'rebuild')
  t.match(said.out, 'Made the timelines of 2 members anew.')
})
