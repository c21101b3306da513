import type { Knex } from 'knex'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import type { Attachment } from '../entries/attachment.ts'
import { notFound } from '../errors.ts'
import type { Site } from '../site.ts'

const about = {
  authority: 'moderation',
  permission: 'moderation',
  input: idInput,
  byRule: true,
  look: ({ trx, input: { id } }: Doing<{ id: string }>) => lookAt(trx, id),
} as const

/** Folds the pictures of an entry behind a warning, because of one of them. */
export const blurUpload = defineAction({
  name: 'upload.blur',
  title: 'Cover a picture',
  ...about,
  run: ({ site, trx, input: { id } }) => setBlurred(site, trx, id, true),
  say: (_, changes) => `A picture of ${subjectOf(changes)} is covered.`,
  undo: ({ id }) => ({ name: 'upload.unblur', input: { id } }),
})

/** Shows a picture openly again. */
export const unblurUpload = defineAction({
  name: 'upload.unblur',
  title: 'Uncover a picture',
  ...about,
  run: ({ site, trx, input: { id } }) => setBlurred(site, trx, id, false),
  say: (_, changes) => `A picture of ${subjectOf(changes)} is shown openly again.`,
  undo: ({ id }) => ({ name: 'upload.blur', input: { id } }),
})

interface Found {
  file: string
  entryId: string
  shortId: string
  attachments: string
}

function maybeUpload(trx: Knex.Transaction, id: string): Promise<Found | undefined> {
  return trx('uploads as u')
    .join('entries as e', 'e.id', 'u.entryId')
    .where('u.id', id)
    .first('u.file', 'u.entryId', 'e.shortId', 'e.attachments')
}

async function setBlurred(site: Site, trx: Knex.Transaction, id: string, isBlurred: boolean): Promise<void> {
  const upload = await maybeUpload(trx, id)
  if (!upload) throw notFound('upload')
  const { file, entryId } = upload
  const attachments = (JSON.parse(upload.attachments) as Attachment[]).map(({ blurred: _, ...one }) =>
    one.url === `/media/${file}` && isBlurred ? { ...one, blurred: true as const } : one,
  )
  await trx('entries')
    .where({ id: entryId })
    .update({ attachments: JSON.stringify(attachments) })
  await site.announce(trx, 'entry.edited', { entryId })
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Record<string, string>> {
  const upload = await maybeUpload(trx, id)
  if (!upload) return {}
  const found = (JSON.parse(upload.attachments) as Attachment[]).find(({ url }) => url === `/media/${upload.file}`)
  return { [`entries.${upload.shortId}.${upload.file.slice(0, 12)}`]: found?.blurred ? 'covered' : 'open' }
}
