import { pino } from 'pino'
import t from 'tap'
import { openLive } from '../../../core/http/live.ts'
import { suiteNeeds } from '../../../core/testing/require-suite.ts'

const redisUrl = process.env.TEST_REDIS_URL ?? ''
const log = pino({ level: 'silent' })

t.test('what one process tells, all processes of the site hear once', async t => {
  if (!suiteNeeds(t, 'redis')) return
  const heard: string[] = []
  const processes = ['first', 'second'].map(name => {
    const live = openLive({ log, redisUrl })
    live.listen('news', async payload => {
      heard.push(`${name} ${JSON.stringify(payload)}`)
    })
    return live
  })
  t.teardown(() => Promise.all(processes.map(live => live.close())))
  // Connecting takes a moment; until then a message reaches only its own process.
  for (let tries = 0; !heard.some(text => text.startsWith('second')) && tries < 100; tries++) {
    await processes[0]!.tell('news', ['warm up'])
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  await new Promise(resolve => setTimeout(resolve, 100))
  heard.length = 0
  await processes[1]!.tell('news', ['an entry'])
  for (let tries = 0; heard.length < 2 && tries < 100; tries++) await new Promise(resolve => setTimeout(resolve, 10))
  await new Promise(resolve => setTimeout(resolve, 50))
  t.same(heard.sort(), ['first ["an entry"]', 'second ["an entry"]'])
})

t.test('without its Redis a process goes on alone', async t => {
  const live = openLive({ log, redisUrl: 'redis://127.0.0.1:1' })
  t.teardown(() => live.close())
  const heard: unknown[] = []
  live.listen('news', async payload => {
    heard.push(payload)
  })
  await live.tell('news', 1)
  await live.tell('nothing listens to this', 2)
  t.same(heard, [1])
})

t.test('a listener that fails disturbs nobody', async t => {
  const live = openLive({ log, redisUrl: '' })
  t.teardown(() => live.close())
  live.listen('news', () => Promise.reject(new Error('no')))
  await t.resolves(live.tell('news', 1))
})
