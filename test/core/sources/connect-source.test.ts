import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { connectSource } from '../../../core/sources/connect-source.ts'
import { editSource } from '../../../core/sources/edit-source.ts'
import { pauseSource, resumeSource } from '../../../core/sources/pause-source.ts'
import { firstFetch, refreshSource } from '../../../core/sources/refresh-source.ts'
import { removeSource } from '../../../core/sources/remove-source.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite, type Teardown } from '../../../core/testing/make-site.ts'
import { reloadSource } from '../../../core/testing/make-source.ts'
import { FakeOutside } from './fake-source-type.ts'

const url = 'https://tea.example/feed'

async function setUp(t: Teardown) {
  const clock = { now: new Date('2026-07-01T12:00:00.000Z') }
  const outside = new FakeOutside()
  const site = outside.inside(await makeSite(t, { now: () => clock.now }))
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  outside.serve(url, [{ title: 'One' }, { title: 'Two' }])
  return { clock, outside, site, ann, bob }
}

t.test('a connected source is fetched at once and belongs to its member', async t => {
  const { site, ann } = await setUp(t)
  const source = await connectSource(site, ann, { type: 'fake', url, asMessage: 'yes' })
  t.match(await reloadSource(site, source), {
    memberId: ann.id,
    title: 'tea.example',
    asMessageSince: site.now().toISOString(),
    leasedUntil: /./,
  })
  t.match(await firstFetch(site, source), { outcome: 'ok', imported: 2 })
  t.match(await reloadSource(site, source), { title: 'Tea notes', leasedUntil: null })
  t.same(await site.db('entries').pluck('body').orderBy('body'), ['One', 'Two'])
})

t.test('a source is connected once, by a member, from an address that can be read', async t => {
  const { site, ann } = await setUp(t)
  await connectSource(site, ann, { type: 'fake', url })
  await t.rejects(connectSource(site, ann, { type: 'fake', url }), { code: 'conflict' })
  await t.rejects(connectSource(site, visitor, { type: 'fake', url }), { code: 'unauthorized' })
  await t.rejects(connectSource(site, ann, { type: 'other', url: 'https://a.example/' }), { code: 'invalid' })
  await t.rejects(connectSource(site, ann, { type: 'fake', url: 'file:///etc/passwd' }), { code: 'invalid' })
})

t.test('options hold from when they are switched on', async t => {
  const { site, ann, bob, clock } = await setUp(t)
  const source = await connectSource(site, ann, { type: 'fake', url, asMessage: 'yes' })
  clock.now = new Date('2026-07-02T12:00:00.000Z')
  await editSource(site, ann, { id: source.id, asMessage: 'yes', firstComment: 'yes', onlyAuthor: ' Ann ' })
  t.match(await reloadSource(site, source), {
    asMessageSince: '2026-07-01T12:00:00.000Z',
    firstCommentSince: '2026-07-02T12:00:00.000Z',
    onlyAuthor: 'Ann',
  })
  await editSource(site, ann, { id: source.id })
  t.match(await reloadSource(site, source), { asMessageSince: null, firstCommentSince: null, onlyAuthor: null })
  await t.rejects(editSource(site, bob, { id: source.id }), { code: 'source-not-found' })
})

t.test('pausing and resuming', async t => {
  const { site, ann, bob } = await setUp(t)
  const source = await connectSource(site, ann, { type: 'fake', url })
  await firstFetch(site, source)
  await pauseSource(site, ann, { id: source.id })
  t.match(await reloadSource(site, source), { pausedAt: /./, nextFetchAt: null })
  await t.rejects(refreshSource(site, ann, { id: source.id }), { code: 'conflict' })
  await t.rejects(resumeSource(site, bob, { id: source.id }), { code: 'source-not-found' })
  await resumeSource(site, ann, { id: source.id })
  t.match(await reloadSource(site, source), { pausedAt: null, nextFetchAt: site.now().toISOString() })
})

t.test('a member fetches a source at most once a minute, and never while it is being fetched', async t => {
  const { site, ann, bob, clock, outside } = await setUp(t)
  const source = await connectSource(site, ann, { type: 'fake', url })
  await t.rejects(refreshSource(site, ann, { id: source.id }), { message: /at this very moment/ })
  await firstFetch(site, source)
  await t.rejects(refreshSource(site, ann, { id: source.id }), { message: /less than a minute/ })
  await t.rejects(refreshSource(site, bob, { id: source.id }), { code: 'source-not-found' })
  clock.now = new Date(clock.now.getTime() + 61_000)
  outside.serve(url, [{ title: 'One' }, { title: 'Two' }, { title: 'Three' }])
  t.same(await refreshSource(site, ann, { id: source.id }), { outcome: 'ok', imported: 1, updated: 0 })
})

t.test('removing a source keeps what came in, or takes it along; what others said stays', async t => {
  const { site, ann, bob } = await setUp(t)
  const connect = async () => {
    const source = await connectSource(site, ann, { type: 'fake', url })
    return { source, report: await firstFetch(site, source) }
  }
  const { source } = await connect()
  const [discussed] = await site.db('entries').where({ title: 'One' })
  const said = { id: 'c1', entryId: discussed.id, authorId: bob.id, number: 1, body: 'Oh', bodyHtml: 'Oh', createdAt: discussed.createdAt }
  await site.db.transaction(trx => trx('comments').insert(said))

  await t.rejects(removeSource(site, bob, { id: source.id, imported: 'remove' }), { code: 'source-not-found' })
  t.same(await removeSource(site, ann, { id: source.id, imported: 'keep' }), { removed: 0 })
  t.same(await site.db('entries').select('sourceId', 'removedAt'), [
    { sourceId: null, removedAt: null },
    { sourceId: null, removedAt: null },
  ])

  const again = await connect()
  t.match(again.report, { imported: 0 }, 'connected again, nothing comes twice')
  t.same(await removeSource(site, ann, { id: again.source.id, imported: 'remove' }), { removed: 1 })
  t.match(await site.db('entries').orderBy('title').select('title', 'removedAt'), [
    { title: 'One', removedAt: null },
    { title: 'Two', removedAt: /./ },
  ])
  t.equal((await site.db('comments')).length, 1)

  await connect()
  t.same(await site.db('entries').pluck('removedAt'), [null, null], 'connecting it again brings back what went with it')
})

t.test('what is removed while it is fetched leaves no entries', async t => {
  const { site, ann } = await setUp(t)
  const source = await connectSource(site, ann, { type: 'fake', url })
  await removeSource(site, ann, { id: source.id, imported: 'keep' })
  await firstFetch(site, source)
  t.same(await site.db('entries'), [])
})
