import { PassThrough } from 'node:stream'

/** Open streams of server-sent events, by the channel they follow: a member's id, or `public`. */
export interface Live {
  /** Opens a stream; the caller makes it the body of the answer. */
  open(channel: string): PassThrough
  /** Channels somebody follows now. */
  channels(): string[]
  send(channel: string, event: string, payload: unknown): void
  close(): void
}

/** Keeps streams alive through proxies that close what is silent. */
const heartbeatSeconds = 25

export function openLive(): Live {
  const streams = new Map<string, Set<PassThrough>>()
  const everyStream = (send: (stream: PassThrough) => void): void => {
    for (const set of streams.values()) for (const stream of set) send(stream)
  }
  const heartbeat = setInterval(() => everyStream(stream => stream.write(': here\n\n')), heartbeatSeconds * 1000)
  heartbeat.unref()

  return {
    open(channel) {
      const stream = new PassThrough()
      const set = streams.get(channel) ?? new Set()
      streams.set(channel, set.add(stream))
      stream.on('close', () => {
        set.delete(stream)
        if (set.size === 0) streams.delete(channel)
      })
      stream.write('retry: 5000\n\n')
      return stream
    },
    channels() {
      return [...streams.keys()]
    },
    send(channel, event, payload) {
      const text = `event: ${event}\ndata: ${JSON.stringify(payload)}\n\n`
      for (const stream of streams.get(channel) ?? []) stream.write(text)
    },
    close() {
      clearInterval(heartbeat)
      everyStream(stream => stream.end())
    },
  }
}
