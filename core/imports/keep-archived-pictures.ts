import type { Knex } from 'knex'
import { newId } from '../db/new-id.ts'
import { dialectOf, inList } from '../db/select.ts'
import type { Attachment } from '../entries/attachment.ts'
import { cleanLine, type Draft } from '../entries/import-draft.ts'
import { BadPicture, encodePicture } from '../media/encode-picture.ts'
import { saveMedia } from '../media/media-store.ts'
import { uploadRoomLeft } from '../media/upload-quota.ts'
import { hashOf, purgedAmong } from '../purge/purged-hash.ts'
import type { Site } from '../site.ts'
import type { ArchiveForPlugin } from './archive-for-plugin.ts'

/** What an url of a picture in the archive begins with; the path of its file follows. */
const inArchive = 'archive:'
const mostBytes = 40_000_000
const longestSide = 2000
const mostPictures = 20

/** Pictures of entries that lie in their archive: written anew without metadata, and kept as the member's uploads. */
export class ArchivedPictures {
  /** How many could not be kept: not there, no picture, or no room. */
  lost = 0
  readonly #site: Site
  readonly #memberId: string
  readonly #archive: ArchiveForPlugin
  readonly #uploads = new Map<Draft, { file: string; type: string; width: number; height: number; bytes: number }[]>()

  constructor(site: Site, memberId: string, archive: ArchiveForPlugin) {
    this.#site = site
    this.#memberId = memberId
    this.#archive = archive
  }

  /** Reads the pictures of these entries, and returns their attachments. */
  async read(drafts: readonly Draft[]): Promise<ReadonlyMap<Draft, Attachment[]>> {
    const attachments = new Map<Draft, Attachment[]>()
    const wanted = drafts.map(draft => ({ draft, media: draft.item.media.filter(({ url }) => url.startsWith(inArchive)) }))
    if (wanted.every(({ media }) => media.length === 0)) return attachments
    let room = await uploadRoomLeft(this.#site, this.#memberId)
    for (const { draft, media } of wanted) {
      this.lost += Math.max(0, media.length - mostPictures)
      for (const { url, kind, title } of media.slice(0, mostPictures)) {
        const picture = kind === 'image' && room > 0 ? await this.#keep(url.slice(inArchive.length), room) : undefined
        if (!picture) {
          this.lost++
          continue
        }
        room -= picture.bytes
        this.#uploads.set(draft, [...(this.#uploads.get(draft) ?? []), picture])
        const { file, ...shown } = picture
        const name = cleanLine(title ?? '').slice(0, 300)
        const attachment: Attachment = { kind: 'image', url: `/media/${file}`, ...shown, ...(name && { title: name }) }
        attachments.set(draft, [...(attachments.get(draft) ?? []), attachment])
      }
    }
    return attachments
  }

  /** Says which entry shows which upload, in the transaction in which the entries are stored. */
  async write(trx: Knex.Transaction): Promise<void> {
    if (this.#uploads.size === 0) return
    const drafts = new Map([...this.#uploads.keys()].map(draft => [draft.origin, draft]))
    const { sql, bindings } = inList(dialectOf(trx), 'origin', [...drafts.keys()])
    const rows: { id: string; origin: string }[] = await trx('entries')
      .where({ authorId: this.#memberId })
      .whereRaw(sql, bindings)
      .select('id', 'origin')
    const ids = rows.map(({ id }) => id)
    const before = inList(dialectOf(trx), 'entry_id', ids)
    await trx('uploads').whereRaw(before.sql, before.bindings).update({ entryId: null })
    const createdAt = this.#site.now().toISOString()
    const uploads = rows.flatMap(({ id: entryId, origin }) =>
      this.#uploads.get(drafts.get(origin)!)!.map(upload => ({ id: newId(), memberId: this.#memberId, entryId, ...upload, createdAt })),
    )
    for (let at = 0; at < uploads.length; at += 100) await trx('uploads').insert(uploads.slice(at, at + 100))
  }

  async #keep(path: string, room: number) {
    const bytes = await this.#archive.whole(path, mostBytes)
    if (!bytes) return undefined
    const receivedHash = hashOf(bytes)
    try {
      const encoded = await encodePicture(bytes, { width: longestSide, height: longestSide, fit: 'inside' })
      if (encoded.bytes.length > room) return undefined
      if ((await purgedAmong(this.#site.db, [receivedHash, hashOf(encoded.bytes)])).size > 0) return undefined
      const file = await saveMedia(this.#site, encoded.bytes, encoded.type)
      return { file, type: encoded.type, width: encoded.width, height: encoded.height, bytes: encoded.bytes.length, receivedHash }
    } catch (error) {
      if (error instanceof BadPicture) return undefined
      throw error
    }
  }
}
