import type { Knex } from 'knex'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import type { Attachment } from '../entries/attachment.ts'
import { notFound } from '../errors.ts'
import { withinReachSql } from '../feeds/visibility.ts'
import { removeMedia } from '../media/media-store.ts'
import { isFileUsed } from '../members/destroy-uploads.ts'
import type { Site } from '../site.ts'

/** Destroys a picture or file of an entry, with a reason, and for good. The entry stays, without it. */
export const takeDownUpload = defineAction({
  name: 'media.remove',
  title: 'Destroy an upload',
  authority: 'moderation',
  permission: 'content',
  input: idInput,
  async look({ trx, input: { id } }) {
    const upload = await maybeShown(trx, id)
    return upload ? { [`entries.${upload.shortId}.${upload.file.slice(0, 12)}`]: 'there' } : {}
  },
  async run({ site, trx, input: { id } }) {
    const upload = await maybeShown(trx, id)
    if (!upload) throw notFound('upload')
    const { file, entryId } = upload
    const attachments = (JSON.parse(upload.attachments) as Attachment[]).filter(({ url }) => url !== `/media/${file}`)
    await trx('entries')
      .where({ id: entryId })
      .update({ attachments: JSON.stringify(attachments) })
    await trx('uploads').where({ id }).delete()
    // The file goes after the commit: a change that is rolled back leaves it where it is.
    await site.jobs.add(trx, 'remove-file', { file })
    await site.announce(trx, 'entry.edited', { entryId })
  },
  say: (_, changes) => `An upload in the entry ${subjectOf(changes)} is destroyed.`,
})

/** The job behind it. */
export async function removeFile(site: Site, { file }: { file: string }): Promise<void> {
  if (!(await isFileUsed(site.db, file))) await removeMedia(site, file)
}

interface Shown {
  file: string
  entryId: string
  shortId: string
  attachments: string
}

function maybeShown(trx: Knex.Transaction, id: string): Promise<Shown | undefined> {
  return trx('uploads as u')
    .join('entries as e', 'e.id', 'u.entryId')
    .where('u.id', id)
    .whereRaw(withinReachSql)
    .first('u.file', 'u.entryId', 'e.shortId', 'e.attachments')
}
