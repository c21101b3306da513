import t from 'tap'
import { Entry } from '../../../core/entries/entry.ts'
import { importEntries } from '../../../core/entries/import-entry.ts'
import { originOfSource } from '../../../core/entries/import-origin.ts'
import type { Site } from '../../../core/site.ts'
import type { Source } from '../../../core/sources/source.ts'
import type { FetchedEntry } from '../../../core/sources/source-type.ts'
import { makeGuard } from '../../../core/testing/make-guard.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeOpenSite, makeSite, type Teardown } from '../../../core/testing/make-site.ts'
import { makeSource } from '../../../core/testing/make-source.ts'
import { FakeOutside, feedOf } from '../sources/fake-source-type.ts'

const now = new Date('2026-07-01T12:00:00.000Z')

async function setUp(t: Teardown, values: Partial<Source> = {}) {
  const { site, outbox } = await makeOpenSite(t, { now: () => now })
  await outbox.close()
  const ann = await makeMember(site, 'ann')
  const source = await makeSource(site, ann, { url: 'https://tea.example/feed', title: 'Tea notes', ...values })
  return { site, ann, source }
}

const tea: Partial<FetchedEntry> = {
  guid: 'tea',
  title: 'Green tea',
  url: 'https://tea.example/green',
  html: '<p>Cooler water.</p>',
  publishedAt: '2026-06-01T10:00:00.000Z',
}

function entriesOf(site: Site): Promise<Entry[]> {
  return Entry.query(site.db).orderBy('bumpedAt').execute()
}

t.test('an entry comes in with everything that is known of it', async t => {
  const { site, source, ann } = await setUp(t)
  const counts = await importEntries(site, originOfSource(source), feedOf([tea]), { first: true })
  t.match(counts, { imported: 1, updated: 0 })
  const [entry] = await entriesOf(site)
  t.match(entry, {
    authorId: ann.id,
    sourceId: source.id,
    title: 'Green tea',
    link: 'https://tea.example/green',
    bodyHtml: '<p>Cooler water.</p>',
    viaName: 'Tea notes',
    viaUrl: 'https://tea.example/green',
    access: 'public',
    reach: 'friends',
    publishedAt: '2026-06-01T10:00:00.000Z',
    bumpedAt: '2026-06-01T10:00:00.000Z',
  })
  t.match(entry!.shortId, /^[0-9a-f]{8}$/)
  t.match(JSON.parse(entry!.original!), tea, 'the item is kept as it was')
  t.same(await site.db('entry_feeds').select('feedId', 'bumpedAt'), [{ feedId: ann.id, bumpedAt: entry!.bumpedAt }])
  const [event] = await site.db('outbox').where({ name: 'entries.imported' })
  t.same(JSON.parse(event.payload), { entryIds: [entry!.id], authorId: ann.id, sourceId: source.id, feedIds: [ann.id], first: true })
})

t.test('importing the same again adds nothing', async t => {
  const { site, source } = await setUp(t)
  await importEntries(site, originOfSource(source), feedOf([tea]), { first: true })
  t.match(await importEntries(site, originOfSource(source), feedOf([tea, tea]), { first: false }), { imported: 0, updated: 0 })
  t.equal((await entriesOf(site)).length, 1)
  t.equal((await site.db('outbox').where({ name: 'entries.imported' })).length, 1)
})

t.test('two imports at the same time bring everything once', async t => {
  const { site, source } = await setUp(t)
  const items = Array.from({ length: 120 }, (_, index) => ({ ...tea, guid: `item ${index}` }))
  const counts = await Promise.all([1, 2, 3].map(() => importEntries(site, originOfSource(source), feedOf(items), { first: true })))
  t.equal(
    counts.reduce((sum, { imported }) => sum + imported, 0),
    120,
  )
  t.equal((await entriesOf(site)).length, 120)
  t.equal((await site.db('entry_feeds')).length, 120)
})

t.test('an item that was edited is updated where it stands and keeps its comments', async t => {
  const { site, source, ann } = await setUp(t)
  await importEntries(site, originOfSource(source), feedOf([tea]), { first: true })
  const [before] = await entriesOf(site)
  await site.db.transaction(trx =>
    trx('comments').insert({
      id: 'c',
      entryId: before!.id,
      authorId: ann.id,
      number: 1,
      body: 'Nice',
      bodyHtml: 'Nice',
      createdAt: before!.createdAt,
    }),
  )
  const counts = await importEntries(site, originOfSource(source), feedOf([{ ...tea, title: 'Green tea, again', html: '<p>80 °C.</p>' }]), {
    first: false,
  })
  t.match(counts, { imported: 0, updated: 1 })
  const [after] = await entriesOf(site)
  t.match(after, {
    id: before!.id,
    title: 'Green tea, again',
    bodyHtml: '<p>80 °C.</p>',
    bumpedAt: before!.bumpedAt,
    editedAt: now.toISOString(),
  })
  t.equal((await site.db('comments')).length, 1)
  t.equal((await site.db('outbox').where({ name: 'entry.edited' })).length, 1)
})

t.test('a change nobody can see is no edit', async t => {
  const { site, source } = await setUp(t)
  await importEntries(site, originOfSource(source), feedOf([tea]), { first: true })
  const counts = await importEntries(
    site,
    originOfSource(source),
    feedOf([{ ...tea, html: '<p onclick="x()">Cooler water.</p><script>1</script>' }]),
    {
      first: false,
    },
  )
  t.match(counts, { imported: 0, updated: 0 })
  t.equal((await entriesOf(site))[0]!.editedAt, null)
})

t.test('what its author removed does not come back', async t => {
  const { site, source, ann } = await setUp(t)
  await importEntries(site, originOfSource(source), feedOf([tea]), { first: true })
  await site.db.transaction(trx => trx('entries').update({ removedAt: now.toISOString(), removedBy: ann.id }))
  t.match(await importEntries(site, originOfSource(source), feedOf([{ ...tea, title: 'New title' }]), { first: false }), {
    imported: 0,
    updated: 0,
  })
  t.match(await entriesOf(site), [{ removedBy: ann.id, title: 'Green tea' }])
})

t.test('markup that could run is gone, pictures come from the cache of the site', async t => {
  const { site, source } = await setUp(t)
  const html = '<p onmouseover="alert(1)">Hi<script>alert(1)</script><img src="/leaf.png" onerror="alert(1)"></p>'
  await importEntries(site, originOfSource(source), feedOf([{ ...tea, html }]), { first: true })
  const [entry] = await entriesOf(site)
  t.notMatch(entry!.bodyHtml, /script|onerror|onmouseover/)
  t.match(entry!.bodyHtml, /<img src="\/media\/outside\/[\w-]+\/[\w-]+"/)
  t.notMatch(entry!.bodyHtml, /tea\.example/)
})

t.test('pictures, sounds, films and players hang on the entry', async t => {
  const { site, source } = await setUp(t)
  const fake = new FakeOutside()
  const player = {
    match: '^films\\.example/(?<id>\\d+)',
    embed: 'https://play.example/{id}',
    still: 'https://stills.example/{id}.jpg',
    ratio: 1.5,
  }
  const withPlayer = fake.inside(site, {
    services: [{ id: 'films', name: 'Films', posted: '', icon: 'films', addresses: [], players: [player] }],
  })
  await importEntries(
    withPlayer,
    originOfSource(source),
    feedOf([
      { ...tea, guid: '1', media: [{ kind: 'image', url: 'https://tea.example/a.jpg', width: 300, height: 200 }] },
      { ...tea, guid: '2', media: [{ kind: 'audio', url: 'https://tea.example/a.mp3', type: 'audio/mpeg', duration: 61.4 }] },
      { ...tea, guid: '3', url: 'https://films.example/42', media: [{ kind: 'image', url: 'https://tea.example/a.jpg' }] },
      { ...tea, guid: '4', media: [{ kind: 'file', url: 'javascript:alert(1)' }] },
      { ...tea, guid: '5', html: '<img src="https://tea.example/b.jpg">', media: [{ kind: 'image', url: 'https://tea.example/b.jpg' }] },
      { ...tea, guid: '6', html: '<iframe width="5" src="//films.example/43"></iframe>' },
    ]),
    { first: true },
  )
  const hung = (await Entry.query(site.db)).map(entry => [JSON.parse(entry.original!).guid, JSON.parse(entry.attachments)])
  t.match(Object.fromEntries(hung), {
    1: [{ kind: 'image', url: /^\/media\/outside\//, width: 300, height: 200 }],
    2: [{ kind: 'audio', url: 'https://tea.example/a.mp3', type: 'audio/mpeg', duration: 61 }],
    3: [{ kind: 'player', url: 'https://play.example/42', stillUrl: /^\/media\/outside\//, ratio: 1.5, title: 'Green tea' }],
    4: [],
    5: [],
    6: [{ kind: 'player', url: 'https://play.example/43' }],
  })
})

t.test('old news stands where it belongs, later news on top, in order', async t => {
  const { site, source } = await setUp(t)
  const item = (guid: string, publishedAt?: string) => ({ guid, title: guid, ...(publishedAt && { publishedAt }) })
  const feed = feedOf([
    item('future', '2031-01-01T00:00:00.000Z'),
    item('undated'),
    item('week', '2026-06-28T00:00:00.000Z'),
    item('old', '2020-01-01T00:00:00.000Z'),
  ])
  await importEntries(site, originOfSource(source), feed, { first: true })
  const first = await entriesOf(site)
  t.same(
    first.map(entry => entry.title),
    ['old', 'week', 'undated', 'future'],
  )
  t.same(
    first.map(entry => entry.bumpedAt),
    ['2020-01-01T00:00:00.000Z', '2026-06-28T00:00:00.000Z', '2026-07-01T11:59:59.999Z', now.toISOString()],
  )
  await importEntries(
    site,
    originOfSource(source),
    feedOf([item('new old', '2021-01-01T00:00:00.000Z'), item('new week', '2026-06-27T00:00:00.000Z')]),
    {
      first: false,
    },
  )
  const later = await entriesOf(site)
  t.equal(later.find(entry => entry.title === 'new week')!.bumpedAt, now.toISOString())
  t.equal(later.find(entry => entry.title === 'new old')!.bumpedAt, '2021-01-01T00:00:00.000Z')
})

t.test('only the chosen author comes in', async t => {
  const { site, source } = await setUp(t, { onlyAuthor: 'Bob' })
  const feed = feedOf([{ guid: '1', author: 'Ann' }, { guid: '2', author: ' bob ' }, { guid: '3' }], { author: 'Bob' })
  t.match(await importEntries(site, originOfSource(source), feed, { first: true }), { imported: 2, updated: 0 })
})

t.test('as message: the words without the link', async t => {
  const { site, source } = await setUp(t, { asMessageSince: '2026-01-01T00:00:00.000Z' })
  await importEntries(
    site,
    originOfSource(source),
    feedOf([
      { ...tea, title: 'At the <market>' },
      { ...tea, guid: '2', title: undefined },
    ]),
    { first: true },
  )
  t.match(await Entry.query(site.db).orderBy('body'), [
    { title: null, link: null, bodyHtml: '<p>Cooler water.</p>' },
    { title: null, link: null, body: 'At the <market>', bodyHtml: '<p>At the &lt;market&gt;</p>' },
  ])
})

t.test('the description as first comment', async t => {
  const { site, source, ann } = await setUp(t, { firstCommentSince: '2026-01-01T00:00:00.000Z' })
  await importEntries(site, originOfSource(source), feedOf([{ ...tea, html: '<p>One</p><p>Two &lt;3</p>' }]), { first: true })
  const [entry] = await entriesOf(site)
  const [comment] = await site.db('comments')
  t.match(entry, { bodyHtml: '', commentCount: 1, lastNumber: 1, firstCommentId: comment.id, lastCommentId: comment.id })
  t.match(comment, { entryId: entry!.id, authorId: ann.id, number: 1, body: 'One\nTwo <3', bodyHtml: '<p>One</p><p>Two &lt;3</p>' })
})

t.test('a filter may change and refuse entries; one that throws is skipped', async t => {
  const { site, source } = await setUp(t)
  const filters = new Map([
    [
      'entries.importing' as const,
      [
        {
          plugin: 'broken',
          guard: makeGuard('broken'),
          thing: () => {
            throw new Error('no')
          },
        },
        {
          plugin: 'calm',
          guard: makeGuard('calm'),
          thing: (value: { sourceId: string; entries: FetchedEntry[] }) => ({
            ...value,
            entries: value.entries
              .filter(entry => entry.guid !== 'ad')
              .map(entry => ({ ...entry, html: `${entry.html}<script>1</script><p>calm</p>` })),
          }),
        },
      ],
    ],
  ])
  const filtered = new FakeOutside().inside(site, { filters: filters as never })
  await importEntries(filtered, originOfSource(source), feedOf([tea, { ...tea, guid: 'ad' }]), { first: true })
  t.match(await entriesOf(site), [{ bodyHtml: '<p>Cooler water.</p><p>calm</p>' }])
})

t.test('a private member keeps what comes in private', async t => {
  const site = await makeSite(t)
  const cem = await makeMember(site, 'cem', { access: 'private' })
  const source = await makeSource(site, cem, { url: 'https://cem.example/feed' })
  await importEntries(site, originOfSource(source), feedOf([tea]), { first: true })
  t.match(await entriesOf(site), [{ access: 'private' }])
})

t.test('entries of a source that was gone belong to it again, also under a new address', async t => {
  const { site, source, ann } = await setUp(t)
  await importEntries(site, originOfSource(source), feedOf([tea]), { first: true })
  await site.db.transaction(trx => trx('sources').delete())
  const moved = await makeSource(site, ann, { url: 'https://tea.example/new-feed' })
  for (const first of [true, false])
    t.match(await importEntries(site, originOfSource(moved), feedOf([tea]), { first }), { imported: 0, updated: 0 })
  t.match(await entriesOf(site), [{ sourceId: moved.id }])
})

t.test('strange letters, addresses and lengths do no harm', async t => {
  const { site, source } = await setUp(t)
  const items = [
    { guid: '1\u0000', title: 'a\u0000b\ud800', url: 'javascript:alert(1)', html: 'x\u0000y', author: '\u0000', tags: ['\u0000'] },
    {
      guid: '2',
      title: 'x'.repeat(1_000_000),
      url: `https://tea.example/${'x'.repeat(100_000)}`,
      publishedAt: '-000050-01-01T00:00:00.000Z',
    },
    { guid: '3', title: ' \n ', publishedAt: 'yesterday' },
  ]
  t.match(await importEntries(site, originOfSource(source), feedOf(items), { first: true }), { imported: 3, updated: 0 })
  for (const entry of await entriesOf(site)) {
    t.equal(entry.link, null)
    t.ok((entry.title ?? '').length <= 1000)
    t.match(entry.bumpedAt, /^2026-07-01T1[12]:/)
  }
})
