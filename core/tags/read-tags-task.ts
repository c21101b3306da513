import type { Knex } from 'knex'
import { selectRows } from '../db/select.ts'
import { Type } from '../http/type.ts'
import { defineTask } from '../tasks/task.ts'
import { findTags } from './find-tags.ts'
import { retagEntries } from './tag-entries.ts'

interface Place {
  last: string
  done: number
}

interface Row {
  id: string
  bodyHtml: string
  original: string | null
  publishedAt: string
}

const atOnce = 200

/** Finds the tags of all entries again: for those that were here before there were tags. Done twice, it changes nothing. */
export const readTagsTask = defineTask({
  name: 'tags.read',
  title: 'Read the tags of all entries',
  permission: 'system',
  input: Type.Object({}),
  async run({ site, place, step }) {
    let { last, done } = (place as Place | undefined) ?? { last: '', done: 0 }
    const [all] = await selectRows<{ total: number | string }>(site.db, 'select count(*) as total from entries', [])
    for (;;) {
      const ids = await site.db.transaction(trx => readSome(trx, last, site.now()))
      last = ids.at(-1) ?? last
      done += ids.length
      await step({ done, total: Number(all?.total ?? done), place: { last, done } satisfies Place })
      if (ids.length < atOnce) return `Looked through ${done} entries.`
    }
  },
})

/** The next entries after one. Returns their ids. They are locked, so that an edit under way does not lose its tags. */
async function readSome(trx: Knex.Transaction, after: string, now: Date): Promise<string[]> {
  const rows: Row[] = await trx('entries')
    .where('id', '>', after)
    .orderBy('id')
    .limit(atOnce)
    .forUpdate()
    .select('id', 'bodyHtml', 'original', 'publishedAt')
  const tagged = rows.map(row => ({ entryId: row.id, at: row.publishedAt, tags: findTags(row.bodyHtml, categoriesOf(row)) }))
  await retagEntries(trx, tagged, now)
  return rows.map(row => row.id)
}

function categoriesOf({ original }: Row): string[] {
  if (!original) return []
  const { tags } = JSON.parse(original) as { tags?: unknown }
  return Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : []
}
