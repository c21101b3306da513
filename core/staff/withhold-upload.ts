import type { Knex } from 'knex'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import type { Attachment } from '../entries/attachment.ts'
import { notFound } from '../errors.ts'
import { withinReachSql } from '../feeds/visibility.ts'

const about = {
  authority: 'moderation',
  permission: 'moderation',
  input: idInput,
  byRule: true,
  look: ({ trx, input: { id } }: Doing<{ id: string }>) => lookAt(trx, id),
} as const

/** Takes a picture or file out of an entry. It is kept, so that it can come back; what must not exist is destroyed by `media.remove`. */
export const withholdUpload = defineAction({
  name: 'upload.withhold',
  title: 'Take a picture out of an entry',
  ...about,
  async run({ site, trx, actor, input: { id }, reason = '' }) {
    const { file, entryId, attachments } = await findUpload(trx, id)
    const place = attachments.findIndex(({ url }) => url === `/media/${file}`)
    if (place < 0) return
    const row = { uploadId: id, entryId, attachment: JSON.stringify(attachments[place]), place, reason, byId: actor.id ?? null }
    await trx('withheld_uploads').insert({ ...row, createdAt: site.now().toISOString() })
    await write(trx, entryId, attachments.toSpliced(place, 1))
    await site.announce(trx, 'entry.edited', { entryId })
  },
  say: (_, changes) => `A picture is taken out of ${subjectOf(changes)}.`,
  undo: ({ id }) => ({ name: 'upload.return', input: { id } }),
})

/** Puts a picture back where it stood before. */
export const returnUpload = defineAction({
  name: 'upload.return',
  title: 'Put a picture back into an entry',
  ...about,
  async run({ site, trx, input: { id } }) {
    const { entryId, attachments } = await findUpload(trx, id)
    const kept: { attachment: string; place: number } | undefined = await trx('withheld_uploads').where({ uploadId: id }).first()
    if (!kept) return
    await trx('withheld_uploads').where({ uploadId: id }).delete()
    await write(trx, entryId, attachments.toSpliced(kept.place, 0, JSON.parse(kept.attachment) as Attachment))
    await site.announce(trx, 'entry.edited', { entryId })
  },
  say: (_, changes) => `A picture is back in ${subjectOf(changes)}.`,
  undo: ({ id }) => ({ name: 'upload.withhold', input: { id } }),
})

interface Found {
  file: string
  entryId: string
  shortId: string
  attachments: Attachment[]
}

async function findUpload(trx: Knex.Transaction, id: string): Promise<Found> {
  const upload = await maybeUpload(trx, id)
  if (!upload) throw notFound('upload')
  return upload
}

async function maybeUpload(trx: Knex.Transaction, id: string): Promise<Found | undefined> {
  const row: (Omit<Found, 'attachments'> & { attachments: string }) | undefined = await trx('uploads as u')
    .join('entries as e', 'e.id', 'u.entryId')
    .where('u.id', id)
    .whereRaw(withinReachSql)
    .first('u.file', 'u.entryId', 'e.shortId', 'e.attachments')
  return row && { ...row, attachments: JSON.parse(row.attachments) as Attachment[] }
}

async function write(trx: Knex.Transaction, id: string, attachments: readonly Attachment[]): Promise<void> {
  await trx('entries')
    .where({ id })
    .update({ attachments: JSON.stringify(attachments) })
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Record<string, string>> {
  const upload = await maybeUpload(trx, id)
  if (!upload) return {}
  const isThere = upload.attachments.some(({ url }) => url === `/media/${upload.file}`)
  return { [`entries.${upload.shortId}.${upload.file.slice(0, 12)}`]: isThere ? 'there' : 'taken out' }
}
