import { PassThrough } from 'node:stream'
import type { Logger } from 'pino'
import { openRelay, type Relay } from './live-relay.ts'

/** Who looks at an open page, and what of it can change. */
export interface Follower {
  /** What they are told about: a member's id for the home feed, `me:{id}` for what concerns them alone, `public`. */
  channels: readonly string[]
  memberId?: string | undefined
  /** Row of the session that the stream rests on. */
  sessionId?: string | undefined
  address: string
}

export interface LiveEvent {
  event: string
  payload: unknown
}

type TopicHandler = (payload: unknown) => Promise<void>

/** Open streams of server-sent events. */
export interface Live {
  /** Opens a stream that begins with these events; the caller makes it the body of the answer. Of too many the oldest is closed. */
  open(follower: Follower, events?: LiveEvent[]): PassThrough
  /** Channels somebody follows in this process. */
  channels(): string[]
  /** To the streams of this process. */
  send(channel: string, event: string, payload: unknown): void
  /**
   * Hands something to every process of the site: each tells its own readers what they may hear.
   * Resolves when this process has done so.
   */
  tell(topic: string, payload: unknown): Promise<void>
  listen(topic: string, handler: TopicHandler): void
  /** Sessions that streams of this process rest on. */
  sessions(): string[]
  closeSessions(ids: Iterable<string>): void
  close(): Promise<void>
}

interface Options {
  log: Logger
  /** Empty: there is only this process. */
  redisUrl: string
}

/** Keeps streams alive through proxies that close what is silent. */
const heartbeatSeconds = 25
const mostPerMember = 5
/** Visitors may share an address, and behind a proxy that is not configured all of them do. */
const mostPerAddress = 200
/** A reader who takes nothing for so long is not there any more. */
const mostWaitingBytes = 64 * 1024

export function openLive({ log, redisUrl }: Options): Live {
  return new OpenStreams(log, redisUrl)
}

class OpenStreams implements Live {
  readonly #log: Logger
  /** In the order of opening. */
  readonly #streams = new Map<PassThrough, Follower>()
  readonly #byChannel = new Map<string, Set<PassThrough>>()
  readonly #handlers = new Map<string, TopicHandler>()
  readonly #heartbeat: NodeJS.Timeout
  readonly #relay: Relay | undefined

  constructor(log: Logger, redisUrl: string) {
    this.#log = log
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatSeconds * 1000).unref()
    if (redisUrl) this.#relay = openRelay({ redisUrl, log, receive: (topic, payload) => this.#handle(topic, payload) })
  }

  open(follower: Follower, events: LiveEvent[] = []): PassThrough {
    this.#makeRoom(follower)
    const stream = new PassThrough()
    this.#streams.set(stream, follower)
    for (const channel of follower.channels) {
      const followers = this.#byChannel.get(channel) ?? new Set()
      this.#byChannel.set(channel, followers.add(stream))
    }
    stream.on('close', () => this.#forget(stream))
    stream.on('error', () => this.#forget(stream))
    // The id is sent back by a browser that connects again, so that it can be told what it missed.
    stream.write('retry: 5000\nid: 1\n\n')
    for (const { event, payload } of events) stream.write(eventText(event, payload))
    return stream
  }

  channels(): string[] {
    return [...this.#byChannel.keys()]
  }

  send(channel: string, event: string, payload: unknown): void {
    const text = eventText(event, payload)
    for (const stream of this.#byChannel.get(channel) ?? []) this.#write(stream, text)
  }

  async tell(topic: string, payload: unknown): Promise<void> {
    this.#relay?.publish(topic, payload)
    await this.#handle(topic, payload)
  }

  listen(topic: string, handler: TopicHandler): void {
    this.#handlers.set(topic, handler)
  }

  sessions(): string[] {
    const ids = [...this.#streams.values()].map(follower => follower.sessionId)
    return [...new Set(ids.filter(id => id !== undefined))]
  }

  closeSessions(ids: Iterable<string>): void {
    const ended = new Set(ids)
    for (const [stream, { sessionId }] of this.#streams) if (sessionId && ended.has(sessionId)) stream.end()
  }

  async close(): Promise<void> {
    clearInterval(this.#heartbeat)
    for (const stream of this.#streams.keys()) stream.end()
    await this.#relay?.close()
  }

  async #handle(topic: string, payload: unknown): Promise<void> {
    try {
      await this.#handlers.get(topic)?.(payload)
    } catch (error) {
      // What was not announced is found by the reader's next look; what led here is done and stands.
      this.#log.error({ error, topic }, 'open pages could not be told')
    }
  }

  /** The stream that makes room is told, because a browser would open it again and push out the next. */
  #makeRoom({ memberId, address }: Follower): void {
    const same = (one: Follower): boolean => (memberId ? one.memberId === memberId : !one.memberId && one.address === address)
    const own = [...this.#streams].filter(([, follower]) => same(follower)).map(([stream]) => stream)
    const most = memberId ? mostPerMember : mostPerAddress
    for (const stream of own.slice(0, Math.max(0, own.length - most + 1))) {
      stream.end(eventText('closed', { reason: 'too-many' }))
      this.#forget(stream)
    }
  }

  #write(stream: PassThrough, text: string): void {
    if (stream.writableEnded) return
    if (stream.writableLength + stream.readableLength > mostWaitingBytes) stream.destroy()
    else stream.write(text)
  }

  #forget(stream: PassThrough): void {
    for (const channel of this.#streams.get(stream)?.channels ?? []) {
      const followers = this.#byChannel.get(channel)
      followers?.delete(stream)
      if (followers?.size === 0) this.#byChannel.delete(channel)
    }
    this.#streams.delete(stream)
  }

  #beat(): void {
    for (const stream of this.#streams.keys()) this.#write(stream, ': here\n\n')
  }
}

function eventText(event: string, payload: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(payload)}\n\n`
}
