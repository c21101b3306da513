import t from 'tap'
import { visitor } from '../../../core/actor.ts'
import { findSources } from '../../../core/sources/find-sources.ts'
import { OutsideError } from '../../../core/sources/source-type.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite } from '../../../core/testing/make-site.ts'
import { FakeOutside } from './fake-source-type.ts'

t.test('a preview shows the last five entries and writes nothing', async t => {
  const writes: string[] = []
  const real = await makeSite(t, { onQuery: sql => /^\s*(insert|update|delete)/i.test(sql) && writes.push(sql) })
  const outside = new FakeOutside()
  const site = outside.inside(real)
  const ann = await makeMember(site, 'ann')
  const entries = Array.from({ length: 9 }, (_, index) => ({
    guid: `${index}`,
    title: `Tea ${index}`,
    url: `https://tea.example/${index}`,
    html: `<p>${'Leaves. '.repeat(100)}<script>alert(1)</script></p>`,
    author: index % 2 ? 'Ann' : 'Bob',
    publishedAt: new Date(Date.UTC(2026, 0, 20 - index)).toISOString(),
    media: [{ kind: 'image' as const, url: 'https://tea.example/leaf.jpg' }],
  }))
  outside.serve('https://tea.example/feed', entries)
  writes.length = 0

  const preview = await findSources(site, ann, { address: ' https://tea.example/feed ' })
  t.same(writes, [])
  t.match(preview, { title: 'Tea notes', siteUrl: 'https://tea.example/', authors: ['Ann', 'Bob'], chosen: { type: 'fake' } })
  t.same(
    preview.entries.map(entry => entry.title),
    ['Tea 0', 'Tea 1', 'Tea 2', 'Tea 3', 'Tea 4'],
  )
  t.match(preview.entries[0], {
    excerpt: /^Leaves\. Leaves\..*…$/,
    url: 'https://tea.example/0',
    thumbUrl: /^\/media\/outside\//,
    author: 'Bob',
  })
  t.notMatch(JSON.stringify(preview.entries), /alert/)
})

t.test('what is in the way is said beside the field', async t => {
  const outside = new FakeOutside()
  const site = outside.inside(await makeSite(t))
  const ann = await makeMember(site, 'ann')
  await t.rejects(findSources(site, ann, { address: 'nowhere.example' }), { code: 'invalid', message: /No feed was found/ })
  outside.answers.set('https://big.example/', new OutsideError('too-large', 'big.example sends more than 10 MB.'))
  await t.rejects(findSources(site, ann, { address: 'https://big.example/' }), { code: 'invalid', message: /more than 10 MB/ })
  await t.rejects(findSources(site, visitor, { address: 'https://big.example/' }), { code: 'unauthorized' })
})
