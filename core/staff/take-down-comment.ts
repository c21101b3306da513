import type { Knex } from 'knex'
import { Type } from 'typebox'
import { defineAction } from '../actions/define-action.ts'
import { countActivity, countComments } from '../comments/count-comments.ts'
import { conflict, notFound } from '../errors.ts'
import { staffSql } from '../feeds/visibility.ts'

const input = Type.Object({ id: Type.String({ maxLength: 36 }) })

/** Takes a comment on a public entry down, with a reason. */
export const takeDownComment = defineAction({
  name: 'comment.remove',
  title: 'Take a comment down',
  authority: 'moderation',
  permission: 'content',
  input,
  look: ({ trx, input: { id } }) => lookAt(trx, id),
  async run({ site, trx, actor, input: { id }, reason = '' }) {
    const { entryId, authorId, removedAt } = await findSaid(trx, id)
    if (removedAt) return
    const removal = { removedAt: site.now().toISOString(), removedBy: actor.id ?? actor.kind, removedReason: reason.slice(0, 300) }
    await trx('comments').where({ id }).update(removal)
    await countComments(trx, entryId)
    if (authorId) await countActivity(trx, entryId, authorId)
    await site.announce(trx, 'comment.removed', { commentId: id, entryId, authorId })
  },
  say: (_, changes) => `A comment on ${nameIn(changes[0]?.path)} is taken down.`,
  undo: ({ id }) => ({ name: 'comment.restore', input: { id } }),
})

/** Brings a comment back that was taken down. What its author removed stays removed. */
export const bringBackComment = defineAction({
  name: 'comment.restore',
  title: 'Bring a comment back',
  authority: 'operations',
  permission: 'content',
  input,
  look: ({ trx, input: { id } }) => lookAt(trx, id),
  async run({ site, trx, input: { id } }) {
    const { entryId, authorId, removedAt, removedBy } = await findSaid(trx, id)
    if (!authorId) throw conflict('The author of this comment has left.')
    if (removedBy === authorId) throw conflict('Its author removed this comment.')
    if (!removedAt) return
    await trx('comments').where({ id }).update({ removedAt: null, removedBy: null, removedReason: null })
    await countComments(trx, entryId)
    await countActivity(trx, entryId, authorId)
    await site.announce(trx, 'comment.restored', { commentId: id, entryId, authorId })
  },
  say: (_, changes) => `A comment on ${nameIn(changes[0]?.path)} is back.`,
})

interface Said {
  entryId: string
  shortId: string
  number: number
  authorId: string | null
  removedAt: string | null
  removedBy: string | null
}

/** Throws notFound for comments on entries that staff do not see. */
async function findSaid(trx: Knex.Transaction, id: string): Promise<Said> {
  const comment = await maybeSaid(trx, id)
  if (!comment) throw notFound('comment')
  return comment
}

function maybeSaid(trx: Knex.Transaction, id: string): Promise<Said | undefined> {
  return trx('comments as c')
    .join('entries as e', 'e.id', 'c.entryId')
    .where('c.id', id)
    .whereRaw(staffSql)
    .first('c.entryId', 'e.shortId', 'c.number', 'c.authorId', 'c.removedAt', 'c.removedBy')
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Record<string, string>> {
  const comment = await maybeSaid(trx, id)
  return comment ? { [`entries.${comment.shortId}.comment ${comment.number}`]: comment.removedAt ? 'taken down' : 'there' } : {}
}

function nameIn(path = ''): string {
  return path.split('.')[1] ?? ''
}
