import { setTimeout as sleep } from 'node:timers/promises'
import { dialectOf, inList } from '../db/select.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { defineTask } from '../tasks/task.ts'

/** So many are made due at once: others that are due in the meantime do not wait long behind them. */
const batch = 200
/** Milliseconds for one batch. What has not come by then is fetched in its time. */
const longest = 10 * 60_000

/**
 * Fetches all sources, or those of a host, that are not paused. They are only made due: who fetches them spares each host as ever.
 */
export const refetchSourcesTask = defineTask({
  name: 'sources.refetch',
  title: 'Fetch all sources',
  permission: 'sources',
  input: Type.Object({ host: Type.Optional(Type.String({ maxLength: 253 })) }),
  async run({ site, input: { host }, place, step, stopping }) {
    const after = (place ?? { id: '', done: 0 }) as { id: string; done: number }
    const total = await countSources(site, host)
    let { id, done } = after
    for (;;) {
      await step({ done, total, message: host ? `Sources of ${host}` : 'All sources', place: { id, done } })
      const ids = await nextSources(site, host, id)
      if (ids.length === 0) return `${done} sources were fetched.`
      await makeDue(site, ids)
      const since = site.now().toISOString()
      for (let waited = 0; waited < longest; waited += 500) {
        const left = await countLeft(site, ids, since)
        await step({ done: done + ids.length - left })
        if (left === 0) break
        await sleep(500, undefined, { signal: stopping }).catch(() => undefined)
      }
      done += ids.length
      id = ids.at(-1)!
    }
  },
})

function wanted(site: Site, host: string | undefined) {
  const rows = site.db('sources').whereNull('pausedAt').whereNotNull('nextFetchAt')
  return host ? rows.where({ host: host.toLowerCase() }) : rows
}

async function countSources(site: Site, host: string | undefined): Promise<number> {
  const row = await wanted(site, host).count({ n: '*' }).first()
  return Number(row?.n ?? 0)
}

async function nextSources(site: Site, host: string | undefined, after: string): Promise<string[]> {
  const rows: { id: string }[] = await wanted(site, host).where('id', '>', after).orderBy('id').limit(batch).select('id')
  return rows.map(({ id }) => id)
}

async function makeDue(site: Site, ids: readonly string[]): Promise<void> {
  const { sql, bindings } = inList(dialectOf(site.db), 'id', ids)
  await site.db.transaction(trx => trx('sources').whereRaw(sql, bindings).update({ nextFetchAt: site.now().toISOString() }))
}

/** Those that are still due: one that was fetched has a later time, or none. */
async function countLeft(site: Site, ids: readonly string[], since: string): Promise<number> {
  const { sql, bindings } = inList(dialectOf(site.db), 'id', ids)
  const row = await site.db('sources').whereRaw(sql, bindings).where('nextFetchAt', '<=', since).count({ n: '*' }).first()
  return Number(row?.n ?? 0)
}
