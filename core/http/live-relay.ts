import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'

/** Carries messages between the processes of a site. What is sent while Redis cannot be reached is lost: pages ask again by themselves. */
export interface Relay {
  publish(topic: string, payload: unknown): void
  close(): Promise<void>
}

interface Options {
  redisUrl: string
  log: Logger
  /** Called with what other processes sent. */
  receive(topic: string, payload: unknown): void
}

const channel = 'tributary:live'

export function openRelay({ redisUrl, log, receive }: Options): Relay {
  const self = randomUUID()
  const connected = connect(redisUrl, log, text => {
    const message = read(text)
    if (message && message.from !== self) receive(message.topic, message.payload)
  })
  return {
    publish(topic, payload) {
      const text = JSON.stringify({ from: self, topic, payload })
      connected.then(({ publisher }) => publisher.publish(channel, text)).catch(error => log.debug({ error }, 'nothing sent through Redis'))
    },
    async close() {
      const { publisher, subscriber } = await connected
      publisher.disconnect()
      subscriber.disconnect()
    },
  }
}

/** A connection that listens can do nothing else, so there are two. */
async function connect(redisUrl: string, log: Logger, onText: (text: string) => void): Promise<{ publisher: Redis; subscriber: Redis }> {
  const { Redis } = await import('ioredis')
  const publisher = new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })
  const subscriber = new Redis(redisUrl, { maxRetriesPerRequest: null })
  for (const [name, client] of Object.entries({ publisher, subscriber })) reportProblems(client, name, log)
  subscriber.on('message', (_channel, text) => onText(text))
  subscriber.subscribe(channel).catch(error => log.debug({ error }, 'not listening to Redis'))
  return { publisher, subscriber }
}

/** Once per outage: the client tries again every few seconds. */
function reportProblems(client: Redis, name: string, log: Logger): void {
  let down = false
  client.on('error', error => {
    if (!down) log.warn({ error, connection: name }, 'Redis cannot be reached; live updates stay within this process until it can')
    down = true
  })
  client.on('ready', () => {
    if (down) log.info({ connection: name }, 'Redis is back')
    down = false
  })
}

/** Others may use the same Redis, so whatever is not ours is passed over. */
function read(text: string): { from: string; topic: string; payload: unknown } | undefined {
  try {
    const { from, topic, payload } = JSON.parse(text) as Record<string, unknown>
    return typeof from === 'string' && typeof topic === 'string' ? { from, topic, payload } : undefined
  } catch {
    return undefined
  }
}
