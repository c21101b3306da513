import t from 'tap'
import { writeText } from '../../../core/entries/write-text.ts'
import { makeMember } from '../../../core/testing/make-member.ts'
import { makeSite } from '../../../core/testing/make-site.ts'

t.test('handles that exist lead to their feed, once each; others stay text', async t => {
  const site = await makeSite(t)
  for (const handle of ['ann', 'bob']) await makeMember(site, handle)
  const gone = await makeMember(site, 'gone')
  await site.db.transaction(trx => trx('feeds').where({ id: gone.id }).update({ removedAt: site.now().toISOString() }))
  const { bodyHtml, mentions } = await writeText(site, '@Ann, ＠bob and @ann: what of @nosuch, @gone, ann@bob.example and @an?')
  t.same(mentions, ['ann', 'bob'])
  t.same(
    [...bodyHtml.matchAll(/href="([^"]+)"[^>]*>([^<]+)</g)].map(([, url, text]) => `${text} ${url}`),
    ['@Ann /ann', '＠bob /bob', '@ann /ann'],
  )
  t.match(bodyHtml, /what of @nosuch, @gone, ann@bob\.example and @an\?/)
})

t.test('a crowd of handles costs one statement', async t => {
  const statements: string[] = []
  const site = await makeSite(t, { onQuery: sql => statements.push(sql) })
  await makeMember(site, 'ann')
  statements.length = 0
  const crowd = Array.from({ length: 500 }, (_, index) => `@nobody${index}`).join(' ')
  t.same((await writeText(site, `@ann ${crowd}`)).mentions, ['ann'])
  t.equal(statements.length, 1)
  statements.length = 0
  await writeText(site, 'nobody at all')
  t.equal(statements.length, 0)
})
