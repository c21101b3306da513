import { Readable } from 'node:stream'
import type { Router } from '../http/router.ts'
import { eachLine } from './ledger.ts'

/** What anybody needs to check the site from outside: the ledger, a JSON object a line, and the key that signs it. */
export function addLockRoutes(router: Router): void {
  router.get('/governance/ledger.jsonl', ctx => {
    const { db } = ctx.site
    ctx.type = 'application/jsonl; charset=utf-8'
    ctx.set('Access-Control-Allow-Origin', '*')
    ctx.set('Cache-Control', 'no-cache')
    ctx.body = Readable.from(printLines(db))
  })

  router.get('/governance/key.json', ctx => {
    ctx.set('Access-Control-Allow-Origin', '*')
    const { key, keys } = ctx.site.lock
    ctx.body = { ...key.publicJwk, history: keys }
  })
}

async function* printLines(db: Parameters<typeof eachLine>[0]): AsyncGenerator<string> {
  for await (const line of eachLine(db)) yield `${JSON.stringify(line)}\n`
}
