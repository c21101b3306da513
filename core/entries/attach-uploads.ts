import type { Knex } from 'knex'
import type { MemberActor } from '../actor.ts'
import { invalid } from '../errors.ts'
import type { Attachment } from './attachment.ts'

interface UploadRow {
  id: string
  file: string
  type: string
  width: number | null
  height: number | null
  bytes: number
}

/** Attachments for uploads of the actor, in the order given. An upload is used in one entry only, and by its owner. */
export async function attachmentsOf(db: Knex, actor: MemberActor, ids: readonly string[], entryId?: string): Promise<Attachment[]> {
  if (ids.length === 0) return []
  const rows: UploadRow[] = await db('uploads')
    .whereIn('id', ids)
    .where({ memberId: actor.id })
    .where(inner => inner.whereNull('entryId').modify(query => entryId && query.orWhere({ entryId })))
    .select('id', 'file', 'type', 'width', 'height', 'bytes')
  if (rows.length < new Set(ids).size) throw invalid({ pictures: 'One of the pictures is gone or was used already. Please add it again.' })
  const byId = new Map(rows.map(row => [row.id, row]))
  return [...new Set(ids)].map(id => toAttachment(byId.get(id)!))
}

export async function attachUploads(trx: Knex.Transaction, actor: MemberActor, entryId: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await trx('uploads').whereIn('id', ids).where({ memberId: actor.id }).update({ entryId })
}

function toAttachment({ file, type, width, height, bytes }: UploadRow): Attachment {
  const attachment: Attachment = { kind: 'image', url: `/media/${file}`, type, bytes }
  return width && height ? { ...attachment, width, height } : attachment
}
