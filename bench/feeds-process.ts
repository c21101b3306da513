import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeText, Random } from './random.ts'

/** Serves feeds of 20 items each on loopback: `/feed/17.xml`. */
const items = 20

function writeFeed(number: string): string {
  const random = new Random(Number(number) + 1)
  const entries = Array.from({ length: items }, (_, index) => {
    const date = new Date(Date.UTC(2026, 0, 1) + random.below(300) * 86_400_000).toUTCString()
    const url = `https://blog${number}.example.org/${index}`
    return `<item><title>${makeText(random, 30)}</title><link>${url}</link><guid>${url}</guid><pubDate>${date}</pubDate>
      <description><![CDATA[<p>${makeText(random, 600)}</p><p><a href="/more">${makeText(random, 40)}</a> <img src="/p${index}.jpg"></p>]]></description></item>`
  })
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Blog ${number}</title><link>https://blog${number}.example.org/</link>${entries.join('')}</channel></rss>`
}

const server = createServer((request, response) => {
  const number = /\/feed\/(\d+)\.xml/.exec(request.url ?? '')?.[1]
  if (!number) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(writeFeed(number))
})
server.listen(0, '127.0.0.1', () => process.send?.({ ready: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }))
