import type { Knex } from 'knex'
import type { Actor } from '../actor.ts'
import { dialectOf, inList, selectRows } from '../db/select.ts'
import { htmlToText } from '../entries/html-text.ts'
import { showEntries } from '../entries/show-entry.ts'
import { notFound } from '../errors.ts'
import type { EntryRow } from '../feeds/entry-rows.ts'
import { type Details, readDetails } from '../feeds/read-details.ts'
import { readSlice } from '../feeds/read-feed.ts'
import type { Site } from '../site.ts'
import { v2Entry } from './v2-entry.ts'
import { readV2EntryId } from './v2-format.ts'
import { isOn, type V2Input } from './v2-input.ts'
import type { EntryJson } from './v2-json.ts'
import { type Amount, amountOf } from './v2-said.ts'

/** Comments and likes of an entry that is asked for by itself. */
const mostSaid = 1_000

interface Wanted {
  amount: Amount
  raw: boolean
}

/** Entries with what stands around them: three more statements, five with what was typed. */
export async function v2Entries(site: Site, actor: Actor, rows: readonly EntryRow[], { amount, raw }: Wanted): Promise<EntryJson[]> {
  const details = await readDetails(site.db, actor, rows, amount)
  const views = showEntries(rows, details, actor, site.registry.services)
  const typed = raw ? await readTyped(site.db, rows, details) : new Map<string, string>()
  const extras = { siteUrl: site.url, details, amount, raw: typed }
  return rows.map((row, index) => v2Entry(row, views[index]!, extras))
}

/** One entry, in FriendFeed's shape. Throws notFound when the actor may not see it. */
export async function readV2Entry(site: Site, actor: Actor, name: string, input: V2Input): Promise<EntryJson> {
  const id = readV2EntryId(name)
  const where = { sql: id.length === 36 ? 'e.id = ?' : 'e.short_id = ?', bindings: [id] }
  const { rows } = await readSlice(site, actor, { from: 'entries e', place: 'e.bumped_at', where }, { limit: 1 })
  const amount = amountOf(input.maxcomments, input.maxlikes, mostSaid)
  const [entry] = await v2Entries(site, actor, rows, { amount, raw: isOn(input.raw) })
  if (!entry) throw notFound('entry')
  return entry
}

interface TypedRow {
  id: string
  body: string
}

/** What people typed. Of what came in from elsewhere there is only HTML: then its words. */
async function readTyped(db: Knex, rows: readonly EntryRow[], details: Details): Promise<Map<string, string>> {
  const comments = [...details.comments.values()].flat()
  const [entryBodies, commentBodies] = await Promise.all([readBodies(db, 'entries', rows), readBodies(db, 'comments', comments)])
  const typed = new Map([...entryBodies, ...commentBodies].map(({ id, body }) => [id, body]))
  for (const { id, title, bodyHtml } of rows) typed.set(id, title ?? (typed.get(id) || htmlToText(bodyHtml)))
  return typed
}

function readBodies(db: Knex, table: 'entries' | 'comments', rows: readonly { id: string }[]): Promise<TypedRow[]> {
  if (rows.length === 0) return Promise.resolve([])
  const list = inList(
    dialectOf(db),
    'id',
    rows.map(row => row.id),
  )
  return selectRows(db, `select id, body from ${table} where ${list.sql}`, list.bindings)
}
