import type { Knex } from 'knex'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { addComment, changeComment } from '../comments/write-comment.ts'
import { notFound } from '../errors.ts'
import { removedBy } from '../staff/removed-by.ts'
import type { HeldComment } from './hold-comment.ts'

const about = {
  permission: 'content',
  input: idInput,
  look: ({ trx, input: { id } }: Doing<{ id: string }>) => lookAt(trx, id),
} as const

/** Lets a held comment go: it is said now, by its author, or takes the place of what it edits. */
export const releaseComment = defineAction({
  name: 'comment.release',
  title: 'Publish a held comment',
  authority: 'operations',
  ...about,
  async run({ site, trx, input: { id } }) {
    const { editsId, ...held } = await takeHeld(trx, id)
    if (editsId) await changeComment(site, trx, { ...held, id: editsId })
    else await addComment(site, trx, held)
  },
  say: (_, changes) => `A comment on ${subjectOf(changes)} is published.`,
})

/** Says no to a held comment. It stands as one that was removed, with the reason, so that the way back is open; of an edit, what was there before stays. */
export const refuseComment = defineAction({
  name: 'comment.refuse',
  title: 'Refuse a held comment',
  authority: 'moderation',
  ...about,
  async run({ site, trx, actor, input: { id }, reason = '' }) {
    const { editsId, ...held } = await takeHeld(trx, id)
    if (!editsId) await addComment(site, trx, held, removedBy(site, actor, reason))
  },
  say: (_, changes) => `A comment on ${subjectOf(changes)} is refused.`,
})

async function takeHeld(trx: Knex.Transaction, id: string): Promise<HeldComment> {
  const row: HeldComment | undefined = await trx('held_comments').where({ id }).first()
  const gone = await trx('held_comments').where({ id }).delete()
  if (!row || gone === 0) throw notFound('held comment')
  return row
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Record<string, string>> {
  const held: { shortId: string } | undefined = await trx('held_comments as h')
    .join('entries as e', 'e.id', 'h.entryId')
    .where('h.id', id)
    .first('e.shortId')
  const comment: { shortId: string; removedAt: string | null } | undefined = await trx('comments as c')
    .join('entries as e', 'e.id', 'c.entryId')
    .where('c.id', id)
    .first('e.shortId', 'c.removedAt')
  const found = held ?? comment
  if (!found) return {}
  return { [`entries.${found.shortId}.comment ${id.slice(-6)}`]: held ? 'held' : comment?.removedAt ? 'refused' : 'published' }
}
