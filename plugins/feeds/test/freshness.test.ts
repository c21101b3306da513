import t from 'tap'
import { feedFreshness } from '../formats/freshness.ts'
import { cacheFreshness } from '../http-times.ts'

const evening = new Date('2024-01-01T22:30:00Z')

t.test('what a feed says about asking again', async t => {
  t.equal(feedFreshness({ ttl: 60 }, evening), 3600)
  t.equal(feedFreshness({ sy: { updatePeriod: 'daily', updateFrequency: 4 } }, evening), 6 * 3600)
  t.equal(feedFreshness({ ttl: 60, sy: { updatePeriod: 'daily' } }, evening), 24 * 3600, 'the longest counts')
  t.equal(feedFreshness({ skipHours: [22, 23, 0] }, evening), 2.5 * 3600, 'until the first hour that is not skipped')
  t.equal(feedFreshness({ skipHours: [3] }, evening), undefined)
  t.equal(feedFreshness({ ttl: -1, sy: { updatePeriod: 'never' } }, evening), undefined)
  t.equal(feedFreshness({ ttl: 1e9 }, evening), 7 * 24 * 3600, 'a week at most')
})

t.test('what a server says about asking again', async t => {
  t.equal(cacheFreshness({ 'cache-control': 'max-age=600', age: '100' }), 500)
  t.equal(cacheFreshness({ 'cache-control': 'max-age=31536000' }), 24 * 3600, 'a day at most')
  t.equal(cacheFreshness({ 'cache-control': 'no-cache, max-age=600' }), undefined)
  t.equal(cacheFreshness({}), undefined)
})
