import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { checkLinks } from '../bans/check-links.ts'
import { forbidden, invalid } from '../errors.ts'
import { findVisibleEntry } from '../feeds/visibility.ts'
import { holdEntries } from '../held/hold-entries.ts'
import { Type } from '../http/type.ts'
import { keptLabel, labelFields } from '../labels/label.ts'
import { keptLicence, licenceInput } from '../licences/licence-input.ts'
import { checkNotPurged, hashOfText } from '../purge/purged-hash.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { findTags } from '../tags/find-tags.ts'
import { retagEntries } from '../tags/tag-entries.ts'
import { attachmentsOf, attachUploads, detachUploads, mostUploads } from './attach-uploads.ts'
import type { Attachment } from './attachment.ts'
import type { Entry } from './entry.ts'
import { canEditEntry } from './entry-access.ts'
import { keepEdit } from './entry-edits.ts'
import { mostCodePoints } from './tidy-body.ts'
import { tidyEntry } from './tidy-entry.ts'
import { writeText } from './write-text.ts'

export const entryEditInput = Type.Object({
  id: Type.String({ maxLength: 36 }),
  body: Type.String({ default: '', maxLength: mostCodePoints }),
  link: Type.Optional(Type.String({ maxLength: 2000 })),
  /** Addresses of pictures to take off. */
  without: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: mostUploads })),
  /** Ids of pictures to add, which the author uploaded before. */
  uploads: Type.Optional(Type.Array(Type.String({ maxLength: 36 }), { maxItems: mostUploads })),
  /** What others may do with it; as it was when left out. */
  licence: Type.Optional(licenceInput),
  ...labelFields,
})
export type EntryEditInput = Static<typeof entryEditInput>

/** Changes text, link and pictures of one's own entry. Does not move it. What came from a source is changed there. */
export async function editEntry(site: Site, actor: Actor, input: EntryEditInput): Promise<Entry> {
  const { without = [], uploads = [] } = input
  const entry = await findVisibleEntry(site.db, actor, input.id)
  if (!canEditEntry(actor, entry)) throw whyNot(entry)
  await checkMayTakePart(site, actor)
  const before = JSON.parse(entry.attachments) as Attachment[]
  const kept = before.filter(({ url }) => !without.includes(url))
  const pictures = kept.filter(({ kind }) => kind === 'image').length + uploads.length
  const {
    body,
    link,
    held: heldByPlugin,
  } = await tidyEntry(site, actor, input, { isPrivate: entry.access === 'private', pictures, entryId: entry.id })
  const attachments = [...kept, ...(await attachmentsOf(site.db, actor, uploads))]
  if (attachments.length > mostUploads) throw invalid({ pictures: `An entry has at most ${mostUploads} pictures.` })
  if (body === '' && !link && attachments.length === 0) throw invalid({ body: 'Write something, or remove the entry.' })

  const { bodyHtml } = await writeText(site, body)
  await checkNotPurged(site, hashOfText(bodyHtml), 'body')
  const doubt = await checkLinks(site, { html: bodyHtml, links: [link] }, { mayHold: true, locale: actor.member.locale })
  const held = heldByPlugin ?? doubt
  const licence = input.licence ? keptLicence(input.licence) : entry.licence
  const labels = keptLabel(entry, input)
  const words =
    labels.label === entry.label &&
    labels.labelNote === entry.labelNote &&
    body === entry.body &&
    link === entry.link &&
    JSON.stringify(attachments) === entry.attachments
  if (words) return relicense(site, entry, licence)
  const change = { body, bodyHtml, link, licence, ...labels, attachments: JSON.stringify(attachments), editedAt: site.now().toISOString() }
  const dropped = before.filter(one => !kept.includes(one)).map(({ url }) => url)
  await site.db.transaction(async trx => {
    await keepEdit(trx, entry, site.now())
    await trx('entries').where({ id: entry.id }).update(change)
    await retagEntries(trx, [{ entryId: entry.id, at: entry.publishedAt, tags: findTags(bodyHtml) }], site.now())
    if (held && entry.access !== 'held' && entry.access !== 'hidden') await holdEntries(site, trx, [entry.id], held)
    await detachUploads(trx, entry.id, dropped)
    await attachUploads(trx, actor, entry.id, uploads)
    await site.announce(trx, 'entry.edited', { entryId: entry.id })
  })
  return entry.$set(change)
}

/** Another licence is no edit of what it says. */
async function relicense(site: Site, entry: Entry, licence: string | null): Promise<Entry> {
  if (licence === entry.licence) return entry
  await site.db.transaction(trx => trx('entries').where({ id: entry.id }).update({ licence }))
  return entry.$set({ licence })
}

function whyNot(entry: Entry) {
  return entry.origin
    ? forbidden('This entry came in from elsewhere. Edit it there; the change arrives here with the next fetch.')
    : forbidden('Only its author can edit an entry.')
}
