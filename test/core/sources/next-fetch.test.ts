import t from 'tap'
import { firstInterval, nextFetchAt, nextInterval, retryAt } from '../../../core/sources/next-fetch.ts'

const now = new Date('2026-07-01T12:00:00.000Z')
const minutesUntil = (date: Date) => (date.getTime() - now.getTime()) / 60_000

t.test('a source that brings something is asked sooner, one that does not later, within bounds', async t => {
  t.equal(nextInterval(60, true), 30)
  t.equal(nextInterval(60, false), 90)
  t.equal(nextInterval(16, true), 15)
  t.equal(nextInterval(1400, false), 1440)
})

t.test('the first interval comes from how often there was something', async t => {
  const every = (hours: number) =>
    Array.from({ length: 20 }, (_, index) => new Date(now.getTime() - index * hours * 3_600_000).toISOString())
  t.equal(firstInterval(every(4)), 120)
  t.equal(firstInterval(every(0.1)), 15)
  t.equal(firstInterval(every(1000)), 1440)
  t.equal(firstInterval([]), 60)
})

t.test('fetches are spread by a tenth and never come before the answer is stale', async t => {
  t.equal(Math.round(minutesUntil(nextFetchAt(now, 60, 0, 0))), 54)
  t.equal(Math.round(minutesUntil(nextFetchAt(now, 60, 0, 1))), 66)
  t.equal(minutesUntil(nextFetchAt(now, 60, 7200, 0)), 120)
  t.equal(minutesUntil(nextFetchAt(now, 60, 365 * 86_400, 0)), 1440, 'a year is not believed')
})

t.test('failures are tried again less and less often, and Retry-After is kept', async t => {
  const pauses = [1, 2, 3, 4, 10, 1000].map(failures => minutesUntil(retryAt(now, failures, 0, 0.5)))
  t.same(pauses, [15, 30, 60, 120, 1440, 1440])
  t.equal(minutesUntil(retryAt(now, 1, 3 * 86_400, 0)), 3 * 1440)
})
