import type { Knex } from 'knex'
import type { MemberActor } from '../actor.ts'
import { invalid } from '../errors.ts'
import type { Attachment } from './attachment.ts'

/** Pictures of one entry. */
export const mostUploads = 20

interface UploadRow {
  id: string
  file: string
  type: string
  width: number | null
  height: number | null
  bytes: number
}

/** Attachments for uploads of the actor, in the order given. An upload is used in one entry only, and by its owner. */
export async function attachmentsOf(db: Knex, actor: MemberActor, ids: readonly string[]): Promise<Attachment[]> {
  const rows = await attachableUploads(db, actor, ids)
  if (rows.length < new Set(ids).size) throw gone()
  return rows.map(toAttachment)
}

/** Of these uploads those that the actor may still put into an entry, in the order given. */
export async function attachableUploads(db: Knex, actor: MemberActor, ids: readonly string[]): Promise<UploadRow[]> {
  if (ids.length === 0) return []
  const rows: UploadRow[] = await db('uploads')
    .whereIn('id', ids.slice(0, mostUploads))
    .where({ memberId: actor.id })
    .whereNull('entryId')
    .select('id', 'file', 'type', 'width', 'height', 'bytes')
  return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}

/** Says which entry shows these uploads. Of two entries that want the same one at once, the second is refused. */
export async function attachUploads(trx: Knex.Transaction, actor: MemberActor, entryId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const attached = await trx('uploads').whereIn('id', ids).where({ memberId: actor.id }).whereNull('entryId').update({ entryId })
  if (attached < new Set(ids).size) throw gone()
}

/** Lets go of uploads that their entry does not show any more; they are swept up. */
export async function detachUploads(trx: Knex.Transaction, entryId: string, urls: readonly string[]): Promise<void> {
  const files = urls.map(url => url.replace(/^\/media\//, ''))
  if (files.length > 0) await trx('uploads').where({ entryId }).whereIn('file', files).update({ entryId: null })
}

function gone() {
  return invalid({ pictures: 'One of the pictures is gone or was used already. Please add it again.' })
}

function toAttachment({ file, type, width, height, bytes }: UploadRow): Attachment {
  const attachment: Attachment = { kind: 'image', url: `/media/${file}`, type, bytes }
  return width && height ? { ...attachment, width, height } : attachment
}
