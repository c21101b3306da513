import type { Knex } from 'knex'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { conflict, notFound } from '../errors.ts'
import { accessOfDestinations } from '../feeds/visibility.ts'

/** What hiding and showing have in common. */
const about = {
  permission: 'moderation',
  authority: 'moderation',
  input: idInput,
  byRule: true,
  look: ({ trx, input: { id } }: Doing<{ id: string }>) => lookAt(trx, id),
} as const

/** Hides an entry from everybody but its author and, when it was public, staff. Nothing of it is lost, and it can be shown again. */
export const concealEntry = defineAction({
  name: 'entry.hide',
  title: 'Hide an entry',
  ...about,
  async run({ site, trx, actor, input, reason = '' }) {
    const { id, access, removedAt } = await findEntry(trx, input.id)
    if (access === 'hidden') return
    if (removedAt || access === 'held') throw conflict('Nobody sees this entry as it is: it was removed, or waits for review.')
    const row = { entryId: id, reason, byId: actor.id ?? null, was: access, createdAt: site.now().toISOString() }
    await trx('hidden_entries').insert(row)
    await trx('entries').where({ id }).update({ access: 'hidden' })
    await site.announce(trx, 'entries.hidden', { entryIds: [id] })
  },
  say: (_, changes) => `The entry ${subjectOf(changes)} is hidden.`,
  undo: ({ id }) => ({ name: 'entry.show', input: { id } }),
})

/** Shows an entry again that was hidden, to whom its destinations say. */
export const revealEntry = defineAction({
  name: 'entry.show',
  title: 'Show a hidden entry again',
  ...about,
  async run({ site, trx, input }) {
    const { id, access } = await findEntry(trx, input.id)
    if (access !== 'hidden') return
    const withAll: unknown = await trx('hidden_entries').where({ entryId: id }).whereNotNull('restrictionId').first('entryId')
    if (withAll) throw conflict('It is hidden with everything of its author. Lift that first.')
    await trx('hidden_entries').where({ entryId: id }).delete()
    await trx('entries')
      .where({ id })
      .update({ access: accessOfDestinations(trx) })
    await site.announce(trx, 'entries.shown', { entryIds: [id] })
  },
  say: (_, changes) => `The entry ${subjectOf(changes)} is shown again.`,
  undo: ({ id }) => ({ name: 'entry.hide', input: { id } }),
})

interface Found {
  id: string
  shortId: string
  access: string
  removedAt: string | null
}

async function findEntry(trx: Knex.Transaction, id: string): Promise<Found> {
  const found = await maybeEntry(trx, id)
  if (!found) throw notFound('entry')
  return found
}

function maybeEntry(trx: Knex.Transaction, id: string): Promise<Found | undefined> {
  return trx('entries')
    .where(id.length === 36 ? { id } : { shortId: id })
    .first('id', 'shortId', 'access', 'removedAt')
}

async function lookAt(trx: Knex.Transaction, id: string): Promise<Record<string, string>> {
  const entry = await maybeEntry(trx, id)
  return entry ? { [`entries.${entry.shortId}.seen`]: entry.access === 'hidden' ? 'by its author and staff' : 'by its readers' } : {}
}
