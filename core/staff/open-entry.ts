import type { Knex } from 'knex'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { forbidden, notFound } from '../errors.ts'

/**
 * Opens a private entry for a moderator, because somebody who may see it reported it. Only a plugin that has the report asks for this. It stands in
 * the audit log, and the author is told.
 */
export const openEntry = defineAction({
  name: 'entry.open',
  title: 'Open a private entry that was reported',
  authority: 'moderation',
  permission: 'moderation',
  input: idInput,
  look: ({ trx, actor, input: { id } }: Doing<{ id: string }>) => lookAt(trx, id, actor.id ?? ''),
  async run({ site, trx, actor, byPlugin, input: { id }, reason = '' }) {
    if (!byPlugin || !actor.id) throw forbidden('A private entry is opened by way of a report about it.')
    const entry: { access: string } | undefined = await trx('entries').where({ id }).first('access')
    if (!entry) throw notFound('entry')
    if (entry.access === 'public') return
    const row = { entryId: id, byId: actor.id, reason, createdAt: site.now().toISOString() }
    const opened = await trx('opened_entries').insert(row).onConflict(['entryId', 'byId']).ignore().returning('entryId')
    if (opened.length > 0) await site.announce(trx, 'entry.opened', { entryId: id, byId: actor.id })
  },
  say: (_, changes) => `The private entry ${subjectOf(changes)} was opened.`,
})

async function lookAt(trx: Knex.Transaction, id: string, byId: string): Promise<Record<string, string>> {
  const row: { shortId: string; openedAt: string | null } | undefined = await trx('entries as e')
    .leftJoin('opened_entries as o', on => on.on('o.entryId', 'e.id').andOnVal('o.byId', byId))
    .where('e.id', id)
    .first('e.shortId', 'o.createdAt as openedAt')
  return row?.openedAt ? { [`entries.${row.shortId}.opened`]: row.openedAt } : {}
}
