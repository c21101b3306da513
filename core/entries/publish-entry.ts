import type { Knex } from 'knex'
import { type Static, Type } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { publishComment } from '../comments/publish-comment.ts'
import { newId } from '../db/new-id.ts'
import { invalid, unauthorized } from '../errors.ts'
import { applyFilter } from '../plugins/apply-filter.ts'
import type { Site } from '../site.ts'
import { attachmentsOf, attachUploads } from './attach-uploads.ts'
import { findDestinations } from './destinations.ts'
import { Entry } from './entry.ts'
import { newShortId, retryTaken } from './short-id.ts'
import { writeText } from './write-text.ts'

/** Counted in graphemes, as people count characters. */
export const longestEntry = 10_000

export const entryInput = Type.Object({
  body: Type.String({ default: '', maxLength: longestEntry * 2 }),
  link: Type.Optional(Type.String({ maxLength: 2000, pattern: '^https?://\\S+$', problem: 'A link starts with http:// or https://.' })),
  /** Feeds it goes to: handles or ids; the author's own feed when left out. */
  to: Type.Array(Type.String(), { default: [], maxItems: 20 }),
  /** Ids of pictures the author uploaded before. */
  uploads: Type.Array(Type.String(), { default: [], maxItems: 20 }),
  /** A first comment that goes with it. */
  comment: Type.Optional(Type.String({ maxLength: longestEntry })),
})
export type EntryInput = Static<typeof entryInput>

/** Publishes what a member wrote to one or several feeds. */
export async function publishEntry(site: Site, actor: Actor, input: EntryInput): Promise<Entry> {
  if (!isMember(actor)) throw unauthorized()
  const { body, link } = await applyFilter(site, 'entry.publishing', {
    authorId: actor.id,
    body: input.body.trim(),
    ...(input.link && { link: input.link }),
  })
  if (body === '' && !link && input.uploads.length === 0) throw invalid({ body: 'Write something, add a link or a picture.' })

  const destinations = await findDestinations(site.db, actor, input.to)
  const uploads = await attachmentsOf(site.db, actor, input.uploads)
  const { bodyHtml } = await writeText(site, body)
  const now = site.now().toISOString()
  const row = {
    authorId: actor.id,
    body,
    bodyHtml,
    link: link ?? null,
    attachments: JSON.stringify(uploads),
    access: destinations.some(feed => feed.access === 'public') ? ('public' as const) : ('private' as const),
    reach: destinations.some(feed => feed.kind === 'member') ? ('friends' as const) : ('group' as const),
    publishedAt: now,
    bumpedAt: now,
    createdAt: now,
  }
  const feedIds = destinations.map(feed => feed.id)
  return retryTaken(() =>
    site.db.transaction(async trx => {
      const entry = await insertEntry(trx, row, feedIds)
      await attachUploads(trx, actor, entry.id, input.uploads)
      await site.announce(trx, 'entry.published', { entryId: entry.id, authorId: actor.id, feedIds })
      if (input.comment) await publishComment(site.within(trx), actor, { entry: entry.id, body: input.comment })
      return entry
    }),
  )
}

async function insertEntry(trx: Knex.Transaction, row: Partial<Entry>, feedIds: string[]): Promise<Entry> {
  const entry = Entry.fromJson({ id: newId(), shortId: newShortId(), ...row }, { skipValidation: true })
  await trx('entries').insert(entry.$toDatabaseJson())
  await trx('entry_feeds').insert(feedIds.map(feedId => ({ entryId: entry.id, feedId, bumpedAt: entry.bumpedAt })))
  return entry
}
