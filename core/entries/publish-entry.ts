import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { checkLinks } from '../bans/check-links.ts'
import { publishComment } from '../comments/publish-comment.ts'
import { newId } from '../db/new-id.ts'
import { invalid, unauthorized } from '../errors.ts'
import type { Feed } from '../feeds/feed.ts'
import { holdEntries } from '../held/hold-entries.ts'
import { Type } from '../http/type.ts'
import { makeInsert } from '../inserts/make-insert.ts'
import { labelColumns, labelFields } from '../labels/label.ts'
import { keptLicence, licenceInput } from '../licences/licence-input.ts'
import { checkNotPurged, hashOfText } from '../purge/purged-hash.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { findTags } from '../tags/find-tags.ts'
import { addTags } from '../tags/tag-entries.ts'
import { spreadToAuthor } from '../timelines/fan-out.ts'
import { attachmentsOf, attachUploads, mostUploads } from './attach-uploads.ts'
import { findDestinations } from './destinations.ts'
import { Entry } from './entry.ts'
import { watchForTwice } from './said-twice.ts'
import { newShortId, retryTaken } from './short-id.ts'
import { mostCodePoints } from './tidy-body.ts'
import { tidyEntry } from './tidy-entry.ts'
import { writeText } from './write-text.ts'

export const entryInput = Type.Object({
  body: Type.String({ default: '', maxLength: mostCodePoints }),
  link: Type.Optional(Type.String({ maxLength: 2000 })),
  /** Feeds it goes to: handles or ids; the author's own feed when left out. */
  to: Type.Array(Type.String({ maxLength: 40 }), { default: [], maxItems: 20 }),
  /** Ids of pictures the author uploaded before. */
  uploads: Type.Array(Type.String({ maxLength: 36 }), { default: [], maxItems: mostUploads }),
  /** What a plugin puts into it, as `polls.poll`; `values` are the fields of the plugin's form. */
  insert: Type.Optional(Type.String({ maxLength: 90 })),
  insertValues: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  /** What others may do with it; the member's usual licence when left out. */
  licence: Type.Optional(licenceInput),
  /** A first comment that goes with it. */
  comment: Type.Optional(Type.String({ maxLength: mostCodePoints })),
  ...labelFields,
})
export type EntryInput = Static<typeof entryInput>

/** Publishes what a member wrote to one or several feeds. The same sent again within a minute, by a second click, is one entry. */
export async function publishEntry(site: Site, actor: Actor, input: EntryInput): Promise<Entry> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  const destinations = await findDestinations(site.db, actor, input.to)
  const reach = reachOf(destinations)
  const about = { isPrivate: reach.access === 'private', pictures: input.uploads.length }
  const { body, link, held: heldByPlugin } = await tidyEntry(site, actor, input, about)
  if (body === '' && !link && input.uploads.length === 0 && !input.insert)
    throw invalid({ body: 'Write something, add a link or a picture.' })

  const uploads = await attachmentsOf(site.db, actor, input.uploads)
  const inserts = input.insert ? [await makeInsert(site, actor, { name: input.insert, values: input.insertValues ?? {} })] : []
  const { bodyHtml } = await writeText(site, body)
  await checkNotPurged(site, hashOfText(bodyHtml), 'body')
  const doubt = await checkLinks(site, { html: bodyHtml, links: [link] }, { mayHold: true, locale: actor.member.locale })
  const held = heldByPlugin ?? doubt
  const licence = input.licence ? keptLicence(input.licence) : actor.member.licence
  const attachments = JSON.stringify([...uploads, ...inserts])
  const row = { authorId: actor.id, body, bodyHtml, link, attachments, licence, ...labelColumns(input), ...reach }
  const tags = findTags(bodyHtml)
  const feedIds = destinations.map(feed => feed.id)
  return retryTaken(() =>
    site.db.transaction(async trx => {
      const before = await findSame(trx, row, feedIds, site.now())
      if (before) return before
      const entry = await insertEntry(trx, row, feedIds, site.now())
      await addTags(trx, [{ entryId: entry.id, at: entry.publishedAt, tags }], site.now())
      await attachUploads(trx, actor, entry.id, input.uploads)
      await spreadToAuthor(trx, entry.id)
      if (held) await holdEntries(site, trx, [entry.id], held)
      else await site.announce(trx, 'entry.published', { entryId: entry.id, authorId: actor.id, feedIds })
      if (input.comment?.trim()) await publishComment(site.within(trx), actor, { entry: entry.id, body: input.comment })
      return entry
    }),
  )
}

interface NewEntry extends Pick<Entry, 'body' | 'bodyHtml' | 'attachments' | 'licence' | 'label' | 'labelNote' | 'access' | 'reach'> {
  authorId: string
  link?: string | null | undefined
}

/** One public destination makes the whole entry public, and one member's feed lets it travel by what friends do. */
function reachOf(destinations: readonly Feed[]): Pick<Entry, 'access' | 'reach'> {
  return {
    access: destinations.some(feed => feed.access === 'public') ? 'public' : 'private',
    reach: destinations.some(feed => feed.kind === 'member') ? 'friends' : 'group',
  }
}

/** What the author has just posted with the same words to the same feeds. */
async function findSame(trx: Knex.Transaction, row: NewEntry, feedIds: string[], now: Date): Promise<Entry | undefined> {
  const { authorId, body, link, attachments } = row
  const since = await watchForTwice(trx, authorId, now)
  const [found]: { id: string }[] = await trx('entry_feeds as d')
    .join('entries as e', 'e.id', 'd.entryId')
    .whereIn('d.feedId', feedIds)
    .where('d.bumpedAt', '>=', since)
    .where('e.createdAt', '>=', since)
    .where({ 'e.authorId': authorId, 'e.body': body, 'e.attachments': attachments })
    .whereRaw('coalesce(e.link, ?) = ?', ['', link ?? ''])
    .whereNull('e.origin')
    .whereNull('e.removedAt')
    .whereRaw('(select count(*) from entry_feeds x where x.entry_id = e.id) = ?', [feedIds.length])
    .groupBy('e.id')
    .havingRaw('count(*) = ?', [feedIds.length])
    .select('e.id')
  return found && Entry.query(trx).findById(found.id)
}

async function insertEntry(trx: Knex.Transaction, row: NewEntry, feedIds: string[], now: Date): Promise<Entry> {
  const at = now.toISOString()
  const times = { publishedAt: at, bumpedAt: at, createdAt: at }
  const entry = Entry.fromJson({ id: newId(), shortId: newShortId(), ...row, ...times }, { skipValidation: true })
  await trx('entries').insert(entry.$toDatabaseJson())
  await trx('entry_feeds').insert(feedIds.map(feedId => ({ entryId: entry.id, feedId, bumpedAt: at })))
  return entry
}
