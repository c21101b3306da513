import type { Context } from './context.ts'
import { bucketOf } from './response-buckets.ts'

/** Names are made once: a request adds a number to a map and nothing else. */
const names = Array.from({ length: 71 }, (_, bucket) => `response:${String(bucket).padStart(2, '0')}`)

/** Counts how long pages take, from the first byte of the request to the finished answer. Who waits for news is not counted. */
export async function measureRequests(ctx: Context, next: () => Promise<void>): Promise<void> {
  const start = performance.now()
  await next()
  if (ctx.compress === false || ctx.path.startsWith('/v2/updates')) return
  ctx.site.counts.add(names[bucketOf(performance.now() - start)]!)
  if (ctx.status >= 500) ctx.site.counts.add('response errors')
}
