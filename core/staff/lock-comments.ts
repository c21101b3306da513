import type { Knex } from 'knex'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import type { Actor } from '../actor.ts'
import { notFound } from '../errors.ts'
import { runsAllGroupsOf } from '../groups/runs-group.ts'
import type { Site } from '../site.ts'

/** What locking and unlocking have in common. */
const about = {
  permission: 'moderation',
  authority: 'moderation',
  input: idInput,
  /** In groups that are theirs alone, admins of groups. */
  mayAlso: ({ site, actor, input }: { site: Site; actor: Actor; input: { id: string } }) => runsAllGroupsOf(site, actor, input.id),
  look: ({ trx, input: { id } }: Doing<{ id: string }>) => lookAt(trx, id),
} as const

/** Ends the talk about an entry: what was said stays, and nobody adds to it or changes it. */
export const lockComments = defineAction({
  name: 'entry.lock-comments',
  title: 'Lock the comments of an entry',
  ...about,
  run: ({ site, trx, input: { id } }) => setLocked(trx, id, site.now().toISOString()),
  say: (_, changes) => `The comments of ${subjectOf(changes)} are locked.`,
  undo: ({ id }) => ({ name: 'entry.unlock-comments', input: { id } }),
})

/** Opens the talk about an entry again. */
export const unlockComments = defineAction({
  name: 'entry.unlock-comments',
  byRule: true,
  title: 'Unlock the comments of an entry',
  ...about,
  run: ({ trx, input: { id } }) => setLocked(trx, id, null),
  say: (_, changes) => `The comments of ${subjectOf(changes)} are open again.`,
  undo: ({ id }) => ({ name: 'entry.lock-comments', input: { id } }),
})

async function setLocked(trx: Knex.Transaction, id: string, at: string | null): Promise<void> {
  const locked = await trx('entries').where(byId(id)).update({ commentsLockedAt: at })
  if (locked === 0) throw notFound('entry')
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Record<string, string>> {
  const row: { shortId: string; commentsLockedAt: string | null } | undefined = await trx('entries')
    .where(byId(id))
    .first('shortId', 'commentsLockedAt')
  return row ? { [`entries.${row.shortId}.comments`]: row.commentsLockedAt ? 'locked' : 'open' } : {}
}

const byId = (id: string) => (id.length === 36 ? { id } : { shortId: id })
