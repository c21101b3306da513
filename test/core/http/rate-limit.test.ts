import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import { networkOf } from '../../../core/http/client.ts'
import { openRateLimits, type RateLimits } from '../../../core/http/rate-limit.ts'

const log = pino({ level: 'silent' })

async function spendAll(limits: RateLimits, key: string): Promise<void> {
  for (let n = 0; n < 3; n++) await limits.spend('reset-account', key)
}

t.test('after so many tries one has to wait, and others do not', async t => {
  const limits = openRateLimits({ redisUrl: '', log })
  await spendAll(limits, 'ann')
  await t.rejects(limits.spend('reset-account', 'ann'), { status: 429, code: 'limit-exceeded', message: /wait an hour/ })
  await limits.spend('reset-account', 'bob')
  await limits.spend('sign-in-account', 'ann')
  await limits.close()
})

t.test('the right person starts anew', async t => {
  const limits = openRateLimits({ redisUrl: '', log })
  await spendAll(limits, 'ann')
  await limits.forget('reset-account', 'ann')
  await t.resolves(limits.spend('reset-account', 'ann'))
  await limits.close()
})

t.test('one network is one visitor, however many addresses it has', async t => {
  t.equal(networkOf('203.0.113.9'), '203.0.113.9')
  t.equal(networkOf('::ffff:203.0.113.9'), '203.0.113.9')
  t.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2:ffff::1'))
  t.not(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
  t.equal(networkOf('nonsense'), 'unknown')
})

t.test('without its Redis a process counts for itself', async t => {
  const limits = openRateLimits({ redisUrl: 'redis://127.0.0.1:1', log })
  t.teardown(() => limits.close())
  await spendAll(limits, 'ann')
  await t.rejects(limits.spend('reset-account', 'ann'), { code: 'limit-exceeded' })
})

t.test('with Redis all processes count together', async t => {
  const port = await freePort()
  const redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  })
  const started = await new Promise<boolean>(resolve => {
    redis.once('error', () => resolve(false))
    redis.once('spawn', () => resolve(true))
  })
  if (!started) return t.comment('redis-server is not installed')
  t.teardown(() => redis.kill())
  await sleep(300)

  const redisUrl = `redis://127.0.0.1:${port}`
  const [one, two] = [openRateLimits({ redisUrl, log }), openRateLimits({ redisUrl, log })]
  t.teardown(() => Promise.all([one.close(), two.close()]))
  await one.spend('reset-account', 'ann')
  await two.spend('reset-account', 'ann')
  await one.spend('reset-account', 'ann')
  await t.rejects(two.spend('reset-account', 'ann'), { code: 'limit-exceeded' })
})

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
