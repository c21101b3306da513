import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { claimSource, liftClaim, listClaims } from '../../../core/sources/claim-source.ts'
import { connectSource } from '../../../core/sources/connect-source.ts'
import { ownerCode } from '../../../core/sources/owner-code.ts'
import { firstFetch } from '../../../core/sources/refresh-source.ts'
import { verifySource } from '../../../core/sources/verify-source.ts'
import { findTags } from '../../../core/tags/find-tags.ts'
import { retagEntries } from '../../../core/tags/tag-entries.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, type Teardown } from '../../../core/testing/make-site.ts'
import { reloadSource } from '../../../core/testing/make-source.ts'
import { FakeOutside, feedOf } from './fake-source-type.ts'

const url = 'https://tea.example/feed'

async function setUp(t: Teardown) {
  const pages = new Map<string, string>()
  const outside = new FakeOutside()
  const { site: real, outbox } = await makeOpenSite(t, {
    env: { BASE_URL: 'https://site.example' },
    fetch: async address => {
      const page = pages.get(address)
      return { url: address, status: page === undefined ? 404 : 200, headers: {}, body: new TextEncoder().encode(page ?? '') }
    },
  })
  await outbox.close()
  const site = outside.inside(real)
  const [ann, bob] = await Promise.all([makeMember(site, 'ann'), makeMember(site, 'bob')])
  outside.serve(url, [{ title: 'One', html: '<p>Words</p>' }, { title: 'Two' }])
  const connect = async (member: typeof ann) => {
    const source = await connectSource(site, member, { type: 'fake', url })
    await firstFetch(site, source)
    return reloadSource(site, source)
  }
  return { site, outside, pages, ann, bob, connect }
}

t.test('a link back with rel=me, or the code in a description, shows that a source is its member’s', async t => {
  const proofs = [
    '<a rel="nofollow me" href="https://site.example/ann">me</a>',
    '<link rel="me" href="https://site.example/Ann/">',
    (code: string) => `<meta property="og:description" content="Tea. ${code}">`,
  ]
  for (const proof of proofs) {
    const { site, pages, ann, connect } = await setUp(t)
    const source = await connect(ann)
    pages.set('https://tea.example/', typeof proof === 'string' ? proof : proof(ownerCode(site.secret, ann.id)))
    await verifySource(site, ann, { id: source.id })
    t.match(await reloadSource(site, source), { verifiedAt: /./ })
    t.same([...new Set(await site.db('entries').pluck('viaVerifiedAt'))].length, 1)
    t.match(await site.db('entries').first(), { viaVerifiedAt: /./ })
  }
})

t.test('the code in the description of the feed does as well', async t => {
  const { site, ann, connect, outside } = await setUp(t)
  const source = await connect(ann)
  outside.answers.set(url, { outcome: 'ok', feed: feedOf([], { description: `Tea. ${ownerCode(site.secret, ann.id)}` }) })
  t.match(await verifySource(site, ann, { id: source.id }), { verifiedAt: /./ })
})

t.test('nothing else does: other links, others’ codes, what visitors write on the page', async t => {
  const { site, pages, ann, bob, connect } = await setUp(t)
  const source = await connect(ann)
  const code = ownerCode(site.secret, ann.id)
  const fakes = [
    '',
    '<a href="https://site.example/ann">ann</a>',
    '<a rel="me" href="https://site.example/bob">bob</a>',
    '<a rel="me" href="https://site.example.evil.example/ann">ann</a>',
    `<p>a comment: ${code}</p>`,
    `<meta name="description" content="${ownerCode(site.secret, bob.id)}">`,
  ]
  for (const page of fakes) {
    pages.set('https://tea.example/', page)
    await t.rejects(verifySource(site, ann, { id: source.id }), { code: 'invalid', message: /./ })
  }
  await t.rejects(verifySource(site, bob, { id: source.id }), { code: 'source-not-found' })
  await t.rejects(verifySource(site, visitor, { id: source.id }), { code: 'unauthorized' })
})

t.test('the owner of an address has it taken out; what others said stays', async t => {
  const { site, pages, ann, bob, connect } = await setUp(t)
  const source = await connect(ann)
  const [entry] = await site.db('entries').where({ title: 'One' })
  const said = { id: 'c1', entryId: entry.id, authorId: bob.id, number: 1, body: 'Oh', bodyHtml: 'Oh', createdAt: site.now().toISOString() }
  await site.db.transaction(trx => trx('comments').insert(said))

  const tagged = { entryId: entry.id, at: entry.publishedAt, tags: findTags('<p>#secret</p>') }
  await site.db.transaction(trx => retagEntries(trx, [tagged], site.now()))

  await t.rejects(claimSource(site, bob, { address: url }), { code: 'invalid' })
  await t.rejects(claimSource(site, visitor, { address: url }), { code: 'unauthorized' })
  pages.set('https://tea.example/', '<a rel="me" href="https://site.example/bob">me</a>')
  t.same(await claimSource(site, bob, { address: url }), { ended: 1 })

  t.same(await site.db('sources'), [])
  t.same(await site.db('entry_tags'), [], 'tags are of what it said')
  t.match(await site.db('tags').first('uses'), { uses: 0 })
  const [shell, gone] = await site.db('entries').orderBy('removedAt', 'asc', 'first')
  t.match(shell, { id: entry.id, title: null, link: null, bodyHtml: /taken out/, original: null, removedAt: null })
  t.match(gone, { title: null, bodyHtml: '', original: null, removedAt: /./, removedBy: null })
  t.match(await site.db('comments'), [{ body: 'Oh' }])
  const [event] = await site.db('outbox').where({ name: 'source.claimed' })
  t.match(JSON.parse(event.payload), { sourceId: source.id, memberId: ann.id, ownerId: bob.id, title: 'Tea notes' })
  await t.rejects(connect(ann), { code: 'conflict' }, 'it stays out')
  const own = await connect(bob)
  t.ok(own.id, 'its owner may connect it')

  const [claim] = await listClaims(site, bob)
  await liftClaim(site, ann, { id: claim!.id })
  t.equal((await listClaims(site, bob)).length, 1, 'only the owner lifts a claim')
  await liftClaim(site, bob, { id: claim!.id })
  t.ok((await connect(ann)).id)
})

t.test('a verified source cannot be taken out', async t => {
  const { site, pages, ann, bob, connect } = await setUp(t)
  const source = await connect(ann)
  pages.set('https://tea.example/', '<a rel="me" href="https://site.example/ann">a</a><a rel="me" href="https://site.example/bob">b</a>')
  await verifySource(site, ann, { id: source.id })
  t.same(await claimSource(site, bob, { address: url }), { ended: 0 })
  t.equal((await site.db('sources')).length, 1)
})
