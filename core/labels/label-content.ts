import type { Knex } from 'knex'
import { defineAction } from '../actions/define-action.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { labelSchema } from './label.ts'

/** Without a label, the one that is there is taken off. */
const labelInput = Type.Object({
  id: Type.String({ maxLength: 36 }),
  label: Type.Optional(labelSchema),
  note: Type.Optional(Type.String({ maxLength: 200 })),
})

const about = { authority: 'moderation', permission: 'moderation', input: labelInput, byRule: true } as const

/** Puts a warning before an entry, or takes it off. Its author cannot take off what staff put there. */
export const labelEntry = defineAction({
  name: 'entry.label',
  title: 'Label an entry',
  ...about,
  look: ({ trx, input: { id } }) => lookAt(trx, 'entries', id),
  async run({ site, trx, actor, input: { id, label, note } }) {
    const entry: { id: string } | undefined = await trx('entries').where(byId(id)).first('id')
    if (!entry) throw notFound('entry')
    const labelledBy = label ? (actor.id ?? actor.kind) : null
    await trx('entries')
      .where({ id: entry.id })
      .update({ label: label ?? null, labelNote: note ?? null, labelledBy })
    await site.announce(trx, 'entry.edited', { entryId: entry.id })
  },
  say: ({ label }, changes) => `The entry ${subjectOf(changes)} ${label ? `is labelled: ${label}.` : 'has no label any more.'}`,
  undo: ({ id }, [change]) => ({ name: 'entry.label', input: { id, ...before(change?.before) } }),
})

/** Puts a warning before a comment, or takes it off. */
export const labelComment = defineAction({
  name: 'comment.label',
  title: 'Label a comment',
  ...about,
  look: ({ trx, input: { id } }) => lookAt(trx, 'comments', id),
  async run({ site, trx, input: { id, label, note } }) {
    const comment: { entryId: string } | undefined = await trx('comments').where({ id }).first('entryId')
    if (!comment) throw notFound('comment')
    await trx('comments')
      .where({ id })
      .update({ label: label ?? null, labelNote: note ?? null })
    await site.announce(trx, 'comment.edited', { commentId: id, entryId: comment.entryId })
  },
  say: ({ label }) => (label ? `A comment is labelled: ${label}.` : 'A comment has no label any more.'),
  undo: ({ id }, [change]) => ({ name: 'comment.label', input: { id, ...before(change?.before) } }),
})

interface Label {
  label: string
  note?: string
}

function before(value: unknown): Partial<Label> {
  return (value as Label | null) ?? {}
}

async function lookAt(trx: Knex.Transaction, table: 'entries' | 'comments', id: string): Promise<Record<string, Label | null>> {
  const row: { id: string; shortId?: string; label: string | null; labelNote: string | null } | undefined = await trx(table)
    .where(table === 'entries' ? byId(id) : { id })
    .first('*')
  if (!row) return {}
  const { label, labelNote: note } = row
  return { [`${table}.${row.shortId ?? row.id}.label`]: label ? { label, ...(note && { note }) } : null }
}

const byId = (id: string) => (id.length === 36 ? { id } : { shortId: id })
