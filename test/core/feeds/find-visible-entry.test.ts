import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { findVisibleEntry } from '../../../core/feeds/visibility.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite } from '../../../core/testing/make-site.ts'

t.test('an entry is found with all it has, by id and by short id', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const entry = await publishEntry(site, ann, { body: 'Hello', to: [], uploads: [] })
  for (const id of [entry.id, entry.shortId]) {
    const { authorId, shortId, bodyHtml, publishedAt } = await findVisibleEntry(site.db, visitor, id)
    t.same(
      { authorId, shortId, bodyHtml, publishedAt },
      { authorId: ann.id, shortId: entry.shortId, bodyHtml: '<p>Hello</p>', publishedAt: entry.publishedAt },
    )
  }
})

t.test('whoever may not see an entry does not learn that it exists', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  const bob = await makeMember(site, 'bob')
  const { id } = await publishEntry(site, ann, { body: 'Hello', to: [], uploads: [] })
  t.equal((await findVisibleEntry(site.db, ann, id)).authorId, ann.id)
  for (const actor of [visitor, bob]) await t.rejects(findVisibleEntry(site.db, actor, id), { code: 'entry-not-found' })
})
