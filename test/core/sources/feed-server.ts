import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Teardown } from '../../../core/testing/make-site.ts'

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server of feeds on 127.0.0.1. What a path answers can be changed at any time. */
export class FeedServer {
  readonly paths = new Map<string, Answer>()
  /** Paths that were asked for, with their headers. */
  readonly asked: { path: string; headers: IncomingMessage['headers'] }[] = []
  url = ''

  static async start(t: Teardown): Promise<FeedServer> {
    const feeds = new FeedServer()
    const server: Server = createServer((request, response) => {
      const path = request.url ?? '/'
      feeds.asked.push({ path, headers: request.headers })
      const answer = feeds.paths.get(path) ?? feeds.paths.get('*')
      if (answer) return answer(request, response)
      response.writeHead(404).end('Not here.')
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    feeds.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    t.teardown(() => {
      server.closeAllConnections()
      server.close()
    })
    return feeds
  }

  /** Serves a text at a path, and a feed as what it is. */
  serve(path: string, body: string | Buffer, headers: Record<string, string> = {}): void {
    this.paths.set(path, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/atom+xml; charset=utf-8', ...headers }).end(body)
    })
  }
}

/** A feed with so many entries, the first of which is the newest. */
export function atomOf(
  count: number,
  { title = 'Tea notes', link = 'https://tea.example/', html = '<p>Words</p>', from = 0 } = {},
): string {
  const entries = Array.from({ length: count }, (_, index) => {
    const number = from + count - index
    const date = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString()
    const escaped = html.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    return `<entry><id>tag:tea.example,2026:${number}</id><title>Entry ${number}</title><link href="${link}${number}"/><published>${date}</published><updated>${date}</updated><content type="html">${escaped}</content></entry>`
  })
  return `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>${title}</title><id>${link}</id><link href="${link}"/>${entries.join('')}</feed>`
}
