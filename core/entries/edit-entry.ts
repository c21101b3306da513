import { type Static, Type } from 'typebox'
import type { Actor } from '../actor.ts'
import { forbidden, invalid } from '../errors.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import type { Site } from '../site.ts'
import type { Entry } from './entry.ts'
import { canEditEntry } from './entry-access.ts'
import { longestEntry } from './publish-entry.ts'
import { writeText } from './write-text.ts'

export const entryEditInput = Type.Object({
  id: Type.String(),
  body: Type.String({ default: '', maxLength: longestEntry * 2 }),
  link: Type.Optional(Type.String({ maxLength: 2000, pattern: '^https?://\\S+$', problem: 'A link starts with http:// or https://.' })),
})
export type EntryEditInput = Static<typeof entryEditInput>

/** Changes text and link of one's own entry. Does not move it. What came from a source is changed there. */
export async function editEntry(site: Site, actor: Actor, input: EntryEditInput): Promise<Entry> {
  const entry = await findVisibleEntry(site.db, actor, input.id)
  if (!canEditEntry(actor, entry)) throw forbidden('Only its author can edit an entry.')
  if (entry.origin) throw forbidden('This entry came in from elsewhere. Edit it there; the change arrives here with the next fetch.')
  const body = input.body.trim()
  if (body === '' && !input.link && entry.attachments === '[]') throw invalid({ body: 'Write something, or remove the entry.' })

  const { bodyHtml } = await writeText(site, body)
  const change = { body, bodyHtml, link: input.link ?? null, editedAt: site.now().toISOString() }
  await site.db.transaction(async trx => {
    await trx('entries').where({ id: entry.id }).update(change)
    await site.announce(trx, 'entry.edited', { entryId: entry.id })
  })
  return entry.$set(change)
}
