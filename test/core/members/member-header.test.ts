import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { newId } from '../../../core/db/new-id.ts'
import { removeEntry, restoreEntry } from '../../../core/entries/remove-entry.ts'
import { findFeed } from '../../../core/feeds/feed.ts'
import { memberHeader } from '../../../core/members/member-header.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite } from '../../../core/testing/make-site.ts'

t.test('the sources of a private member are for who may read them', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  const createdAt = site.now().toISOString()
  const source = { memberId: ann.id, type: 'feed', url: 'https://ann.example/feed', address: 'ann.example', title: 'Mill notes' }
  await site.db.transaction(async trx => {
    await trx('sources').insert({ id: newId(), ...source, verificationCode: 'x', createdAt })
  })
  const feed = await findFeed(site.db, 'ann')

  t.same((await memberHeader(site, visitor, feed)).sources, [])
  t.same((await memberHeader(site, bob, feed)).sources, [])
  t.match((await memberHeader(site, ann, feed)).sources, [{ title: 'Mill notes' }])

  await site.db.transaction(trx => trx('subscriptions').insert({ memberId: bob.id, feedId: ann.id, createdAt }))
  t.match((await memberHeader(site, bob, feed)).sources, [{ title: 'Mill notes' }])
})

t.test('what is removed does not count', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const entry = await makeEntry(site, ann, { body: 'One' })
  await makeEntry(site, ann, { body: 'Two' })
  const feed = await findFeed(site.db, 'ann')
  const entries = async () => (await memberHeader(site, visitor, feed)).counts.entries
  t.equal(await entries(), 2)
  await removeEntry(site, ann, { id: entry.id })
  t.equal(await entries(), 1)
  await restoreEntry(site, ann, { id: entry.id })
  t.equal(await entries(), 2)
})
