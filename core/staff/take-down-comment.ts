import type { Knex } from 'knex'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { countActivity, countComments } from '../comments/count-comments.ts'
import { conflict, notFound } from '../errors.ts'
import { withinReachSql } from '../feeds/visibility.ts'
import { removedBy } from './removed-by.ts'

/** What taking down and bringing back have in common. */
const about = {
  permission: 'content',
  input: idInput,
  look: ({ trx, input: { id } }: Doing<{ id: string }>) => lookAt(trx, id),
} as const

/** Takes a comment down, with a reason: on a public entry, or on one that was opened because of a report. */
export const takeDownComment = defineAction({
  name: 'comment.remove',
  title: 'Take a comment down',
  authority: 'moderation',
  ...about,
  async run({ site, trx, actor, input: { id }, reason = '' }) {
    const { entryId, authorId, removedAt } = await findSaid(trx, id)
    if (removedAt) return
    await trx('comments')
      .where({ id })
      .update(removedBy(site, actor, reason))
    await countComments(trx, entryId)
    if (authorId) await countActivity(trx, entryId, authorId)
    await site.announce(trx, 'comment.removed', { commentId: id, entryId, authorId })
  },
  say: (_, changes) => `A comment on ${subjectOf(changes)} is taken down.`,
  undo: ({ id }) => ({ name: 'comment.restore', input: { id } }),
})

/** Brings a comment back that was taken down. What its author removed stays removed. */
export const bringBackComment = defineAction({
  name: 'comment.restore',
  byRule: true,
  title: 'Bring a comment back',
  authority: 'operations',
  ...about,
  async run({ site, trx, input: { id } }) {
    const { entryId, authorId, removedAt, removedBy: by } = await findSaid(trx, id)
    if (!authorId) throw conflict('The author of this comment has left.')
    if (by === authorId) throw conflict('Its author removed this comment.')
    if (!removedAt) return
    await trx('comments').where({ id }).update({ removedAt: null, removedBy: null, removedReason: null })
    await countComments(trx, entryId)
    await countActivity(trx, entryId, authorId)
    await site.announce(trx, 'comment.restored', { commentId: id, entryId, authorId })
  },
  say: (_, changes) => `A comment on ${subjectOf(changes)} is back.`,
})

interface Said {
  entryId: string
  shortId: string
  number: number
  authorId: string | null
  removedAt: string | null
  removedBy: string | null
}

/** Throws notFound for comments on entries that are out of reach of staff. */
async function findSaid(trx: Knex.Transaction, id: string): Promise<Said> {
  const comment = await maybeSaid(trx, id)
  if (!comment) throw notFound('comment')
  return comment
}

function maybeSaid(trx: Knex.Transaction, id: string): Promise<Said | undefined> {
  return trx('comments as c')
    .join('entries as e', 'e.id', 'c.entryId')
    .where('c.id', id)
    .whereRaw(withinReachSql)
    .first('c.entryId', 'e.shortId', 'c.number', 'c.authorId', 'c.removedAt', 'c.removedBy')
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Record<string, string>> {
  const comment = await maybeSaid(trx, id)
  return comment ? { [`entries.${comment.shortId}.comment ${comment.number}`]: comment.removedAt ? 'taken down' : 'there' } : {}
}
