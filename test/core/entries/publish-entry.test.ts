import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { newId } from '../../../core/db/new-id.ts'
import { publishEntry } from '../../../core/entries/publish-entry.ts'
import { removeEntry } from '../../../core/entries/remove-entry.ts'
import { retryTaken } from '../../../core/entries/short-id.ts'
import { longestBody } from '../../../core/entries/tidy-body.ts'
import { createGroup } from '../../../core/groups/create-group.ts'
import { joinGroup } from '../../../core/groups/join-group.ts'
import type { Site } from '../../../core/site.ts'
import { makeClock } from '../../../core/testing/make-clock.ts'
import { makeEntry } from '../../../core/testing/make-entry.ts'
import { makeGuard } from '../../../core/testing/make-guard.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeSite } from '../../../core/testing/make-site.ts'

const plain = { body: 'Hello', to: [], uploads: [] }

function destinationsOf(site: Site, entryId: string): Promise<string[]> {
  return site
    .db('entryFeeds as d')
    .join('feeds as f', 'f.id', 'd.feedId')
    .where('d.entryId', entryId)
    .orderBy('f.handle')
    .then(rows => rows.map((row: { handle: string }) => row.handle))
}

t.test('what a member writes goes to their own feed unless they say where', async t => {
  const { site, outbox } = await makeOpenSite(t)
  await outbox.close()
  const ann = await makeMember(site, 'ann')
  const entry = await publishEntry(site, ann, { ...plain, body: '  Low water at @ann\r\nand more ' })
  const row = await site.db('entries').first()
  t.match(row, {
    id: entry.id,
    authorId: ann.id,
    body: 'Low water at @ann\nand more',
    access: 'public',
    reach: 'friends',
    commentCount: 0,
  })
  t.match(row.bodyHtml, /<a href="\/ann"[^>]*>@ann<\/a><br>\nand more/)
  t.match(row.shortId, /^[0-9a-f]{8}$/)
  t.same(await destinationsOf(site, entry.id), ['ann'])
  t.match(await site.db('outbox'), [{ name: 'entry.published' }])
})

t.test('it can go to several groups and the own feed at once; one public place makes it public', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann', { access: 'private' })
  await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'public' })
  const closed = await createGroup(site, ann, { name: 'Closed', handle: 'closed', description: '', access: 'private' })
  const everywhere = await makeEntry(site, ann, { to: ['me', 'Cooks', closed.id, 'cooks'] })
  t.same(await destinationsOf(site, everywhere.id), ['ann', 'closed', 'cooks'])
  t.match(everywhere, { access: 'public', reach: 'friends' })
  t.match(await makeEntry(site, ann, { to: ['cooks'] }), { access: 'public', reach: 'group' })
  t.match(await makeEntry(site, ann, { to: [closed.id, ann.id] }), { access: 'private', reach: 'friends' })
  t.match(await makeEntry(site, ann), { access: 'private', reach: 'friends' })
})

t.test('nobody posts to a group they are not in, to another member, or to nowhere', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  const group = await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'public' })
  await t.rejects(publishEntry(site, bob, { ...plain, to: ['cooks'] }), { code: 'forbidden', message: /Join Cooks/ })
  await t.rejects(publishEntry(site, bob, { ...plain, to: ['me', 'ann'] }), { code: 'forbidden' })
  await t.rejects(publishEntry(site, bob, { ...plain, to: ['nosuch'] }), { code: 'invalid', message: /does not exist/ })
  await t.rejects(publishEntry(site, bob, { ...plain, to: ['-'] }), { code: 'invalid', message: /choose/ })
  await joinGroup(site, bob, { handle: 'cooks' })
  t.same(await destinationsOf(site, (await publishEntry(site, bob, { ...plain, to: [group.id] })).id), ['cooks'])
  t.equal((await site.db('entries')).length, 1)
})

t.test('visitors cannot publish, and nothing at all is no entry', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  await t.rejects(publishEntry(site, visitor, plain), { code: 'unauthorized' })
  await t.rejects(publishEntry(site, ann, { ...plain, body: ' \n\0 ' }), { code: 'invalid', message: /Write something/ })
  t.match(await publishEntry(site, ann, { ...plain, body: '', link: 'https://example.org' }), { link: 'https://example.org/', body: '' })
})

t.test('a text is as long as it looks', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const family = '👨‍👩‍👧‍👦'
  const long = await publishEntry(site, ann, { ...plain, body: family.repeat(longestBody - 1) + 'é'.normalize('NFD') })
  t.ok(long.body.length > 4 * longestBody)
  await t.rejects(publishEntry(site, ann, { ...plain, body: 'a'.repeat(longestBody + 1) }), { code: 'invalid', message: /at most 10000/ })
})

t.test('what no database can hold is left out', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  t.match(await publishEntry(site, ann, { ...plain, body: 'a\0b \ud800 c' }), { body: 'ab \ufffd c' })
})

t.test('links are kept as addresses on the web', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const linked = (link: string) => publishEntry(site, ann, { ...plain, link })
  const good = {
    ' example.org/a ': 'https://example.org/a',
    'HTTP://Example.ORG': 'http://example.org/',
    'example.org:8080/x#t=45s': 'https://example.org:8080/x#t=45s',
    'https://bücher.example/ü': 'https://xn--bcher-kva.example/%C3%BC',
  }
  for (const [typed, kept] of Object.entries(good)) t.equal((await linked(typed)).link, kept)
  for (const bad of [
    'javascript:alert(1)',
    'mailto:ann@example.org',
    'data:text/html,x',
    'a word',
    'word',
    'ftp://example.org/x',
    'https://',
  ])
    await t.rejects(linked(bad), { code: 'invalid', message: /address/ }, bad)
  await t.rejects(linked('https://ann:secret@example.org/'), { code: 'invalid', message: /password/ })
})

t.test('a first comment goes with it or not at all', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const ann = await makeMember(site, 'ann')
  await outbox.close()
  const entry = await publishEntry(site, ann, { ...plain, comment: 'Found it at last' })
  t.match(await site.db('entries').first(), { id: entry.id, commentCount: 1, lastNumber: 1 })
  t.match(await site.db('comments'), [{ body: 'Found it at last', number: 1, authorId: ann.id }])
  const names = (await site.db('outbox').orderBy('id')).map(row => row.name)
  t.same(names, ['entry.published', 'comment.published'], 'in this order')
  await publishEntry(site, ann, { ...plain, body: 'Another', comment: '  ' })
  await t.rejects(publishEntry(site, ann, { ...plain, body: 'A third', comment: 'a'.repeat(longestBody + 1) }), { code: 'invalid' })
  t.equal((await site.db('entries')).length, 2, 'the refused one is not there')
  t.equal((await site.db('comments')).length, 1)
})

t.test('inside a transaction of the caller nothing is seen, and no event delivered, before that commits', async t => {
  const { site, outbox } = await makeOpenSite(t)
  const ann = await makeMember(site, 'ann')
  const stop = new Error('stop')
  await t.rejects(
    site.db.transaction(async trx => {
      await publishEntry(site.within(trx), ann, { ...plain, comment: 'Yes' })
      t.equal((await trx('entries')).length, 1)
      t.equal((await site.db('entries')).length, 0)
      throw stop
    }),
    stop,
  )
  for (const table of ['entries', 'comments', 'outbox']) t.equal((await site.db(table)).length, 0, table)
  await site.db.transaction(async trx => {
    await publishEntry(site.within(trx), ann, { ...plain, comment: 'Yes' })
  })
  await outbox.drained()
  t.equal((await site.db('entries')).length, 1)
  t.equal((await site.db('outbox')).length, 0)
})

t.test('a short id that is taken is tried again, also inside a transaction', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const first = await makeEntry(site, ann)
  let tries = 0
  const insert = (shortId: string) =>
    site.db.transaction(async outer => {
      await outer('versions').insert({ name: `try-${tries}`, version: 1 })
      await retryTaken(() =>
        site.within(outer).db.transaction(async trx => {
          const row = { ...(await site.db('entries').where({ id: first.id }).first()), id: newId() }
          await trx('entries').insert({ ...row, shortId: tries++ === 0 ? first.shortId : shortId, origin: null })
        }),
      )
    })
  await insert('abcdef01')
  t.equal(tries, 2)
  t.equal((await site.db('entries')).length, 2)
  t.equal((await site.db('versions').where({ name: 'try-0' })).length, 1, 'the outer transaction stands')
})

t.test('a filter of a plugin may change what is published but not past the rules', async t => {
  const site = await makeSite(t)
  const ann = await makeMember(site, 'ann')
  const filter = {
    plugin: 'test',
    guard: makeGuard(),
    thing: async (draft: object) => ({ ...draft, body: ' changed\r\n', link: 'example.org' }),
  }
  const registry = { ...site.registry, filters: new Map([['entry.publishing', [filter]]]) }
  const changed: Site = Object.create(site, { registry: { value: registry } })
  t.match(await publishEntry(changed, ann, plain), { body: 'changed', link: 'https://example.org/' })
})

t.test('a second click is not a second entry', async t => {
  const { now, tick } = makeClock()
  const { site } = await makeOpenSite(t, { now })
  const ann = await makeMember(site, 'ann')
  const bob = await makeMember(site, 'bob')
  await createGroup(site, ann, { name: 'Cooks', handle: 'cooks', description: '', access: 'public' })
  const input = { ...plain, body: 'Low water', link: 'https://example.org/water', comment: 'Look' }
  const [first, again] = await Promise.all([publishEntry(site, ann, input), publishEntry(site, ann, input)])
  t.equal(first.id, again.id)
  t.equal((await site.db('comments')).length, 1)
  const others = [
    await publishEntry(site, bob, input),
    await publishEntry(site, ann, { ...input, to: ['me', 'cooks'] }),
    await publishEntry(site, ann, { ...input, to: ['cooks'] }),
    await publishEntry(site, ann, { ...input, link: 'https://example.org/river' }),
    await publishEntry(site, ann, { ...plain, body: 'Low water' }),
  ]
  t.equal(new Set([first.id, ...others.map(entry => entry.id)]).size, 6, 'by somebody else, elsewhere or with another link it is')
  await removeEntry(site, ann, { id: first.id })
  t.not((await publishEntry(site, ann, input)).id, first.id, 'nor does a removed one count')
  tick(61_000)
  t.not((await publishEntry(site, bob, input)).id, others[0]!.id, 'nor one of two minutes ago')
})
