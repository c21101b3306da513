import type { AddressInfo } from 'node:net'
import Koa from 'koa'

/** What Koa does with the same bytes and nothing else: the bar everything is measured against. */
const server = new Koa()
let body = Buffer.alloc(0)
let type = 'html'
server.use(ctx => {
  ctx.type = type
  ctx.body = body
})
const listening = server.listen(0, '127.0.0.1', () => {
  process.send?.({ ready: `http://127.0.0.1:${(listening.address() as AddressInfo).port}` })
})
process.on('message', (answer: { type: string; body: string }) => {
  type = answer.type
  body = Buffer.from(answer.body, 'base64')
  process.send?.({})
})
