import type { Logger } from 'pino'
import type { RateLimiterRes, RateLimiterStoreAbstract } from 'rate-limiter-flexible'
import { tooMany } from '../errors.ts'

/** How often within how many minutes. What guesses a secret is counted twice: by where it comes from and by whom it is about. */
const limits = {
  'sign-in-address': { tries: 50, minutes: 15 },
  'sign-in-account': { tries: 20, minutes: 15 },
  'sign-up': { tries: 20, minutes: 60 },
  'reset-address': { tries: 10, minutes: 60 },
  'reset-account': { tries: 3, minutes: 60 },
  'setup-code': { tries: 10, minutes: 15 },
  // Asked again before something that cannot be taken back.
  password: { tries: 10, minutes: 15 },
  invitation: { tries: 30, minutes: 60 },
  // Each of these is news to somebody.
  post: { tries: 120, minutes: 15 },
  comment: { tries: 240, minutes: 15 },
  block: { tries: 200, minutes: 60 },
  follow: { tries: 200, minutes: 60 },
  // Each of these goes out to another site.
  'find-source': { tries: 60, minutes: 15 },
  'refresh-source': { tries: 60, minutes: 15 },
  // Each of these tries every page of the site.
  'edit-theme': { tries: 120, minutes: 60 },
  // Each of these may fill a good part of the disk.
  'bring-archive': { tries: 20, minutes: 60 },
  'offer-package': { tries: 20, minutes: 60 },
  'test-mail': { tries: 10, minutes: 15 },
  'verify-source': { tries: 30, minutes: 15 },
} as const

export type LimitName = keyof typeof limits

/** Counts tries, in this process or, with Redis, in all of them. */
export interface RateLimits {
  /** Counts a try. Throws tooMany when there were too many. */
  spend(name: LimitName, key: string): Promise<void>
  /** The same with a limit of the caller's own, for what plugins declare. */
  spendUpTo(name: string, limit: Limit, key: string): Promise<void>
  /** Forgets the tries: it was the right person. */
  forget(name: LimitName, key: string): Promise<void>
  close(): Promise<void>
}

interface Options {
  /** Empty: counted in this process alone. */
  redisUrl: string
  log: Logger
}

export interface Limit {
  tries: number
  minutes: number
}

type Limiter = Pick<RateLimiterStoreAbstract, 'consume' | 'delete'>

export function openRateLimits({ redisUrl, log }: Options): RateLimits {
  const limiters = new Map<string, Limiter>()
  let redis: Promise<RedisClient> | undefined

  const limiter = async (name: string, { tries, minutes }: Limit): Promise<Limiter> => {
    const known = limiters.get(name)
    if (known) return known
    const options = { points: tries, duration: minutes * 60, keyPrefix: `tributary:limit:${name}` }
    // Loaded with the first try.
    const { RateLimiterMemory, RateLimiterRedis } = await import('rate-limiter-flexible')
    const memory = new RateLimiterMemory(options)
    if (!redisUrl) return keep(limiters, name, memory)
    redis ??= connectRedis(redisUrl, log)
    // While Redis cannot be reached, each process counts for itself.
    return keep(limiters, name, new RateLimiterRedis({ ...options, storeClient: await redis, insuranceLimiter: memory }))
  }

  const spend = async (name: string, limit: Limit, key: string): Promise<void> => {
    try {
      await (await limiter(name, limit)).consume(key)
    } catch (problem) {
      if (problem instanceof Error) throw problem
      // What is thrown without being an error is how long to wait.
      throw tooMany(sentence((problem as RateLimiterRes).msBeforeNext))
    }
  }

  return {
    spend: (name, key) => spend(name, limits[name], key),
    spendUpTo: spend,
    async forget(name, key) {
      await (await limiter(name, limits[name])).delete(key)
    },
    async close() {
      ;(await redis)?.disconnect()
    },
  }
}

function keep(limiters: Map<string, Limiter>, name: string, limiter: Limiter): Limiter {
  const known = limiters.get(name) ?? limiter
  limiters.set(name, known)
  return known
}

interface RedisClient {
  disconnect(): void
}

/** The library is loaded only where there is a Redis. Without a queue a command fails at once instead of waiting for the server. */
async function connectRedis(url: string, log: Logger): Promise<RedisClient> {
  const { Redis } = await import('ioredis')
  const client = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })
  client.on('error', (error: Error) =>
    log.warn({ problem: error.message }, 'Redis does not answer; rate limits are counted in this process'),
  )
  // The first try waits for the connection, but not for long.
  await new Promise(resolve => {
    client.once('ready', resolve).once('error', resolve)
    setTimeout(resolve, 1000).unref()
  })
  return client
}

function sentence(milliseconds: number): string {
  return milliseconds < 20 * 60_000
    ? 'That was too often. Please wait a quarter of an hour and try again.'
    : 'That was too often. Please wait an hour and try again.'
}
