import type { Knex } from 'knex'
import type { Static } from 'typebox'
import type { Doing } from '../actions/action.ts'
import { defineAction } from '../actions/define-action.ts'
import type { Actor } from '../actor.ts'
import { notFound } from '../errors.ts'
import { accessOfDestinations } from '../feeds/visibility.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { findGroup } from './group.ts'
import { runsGroup } from './runs-group.ts'

/** Handle of the group, id of the entry. */
const input = Type.Object({ group: Type.String({ maxLength: 40 }), id: Type.String({ minLength: 36, maxLength: 36 }) })
type Where = Static<typeof input>

const about = {
  authority: 'moderation',
  permission: 'moderation',
  mayAlso: ({ site, actor, input }: { site: Site; actor: Actor; input: Where }) => runsGroup(site, actor, input.group),
  input,
  look: (doing: Doing<Where>) => lookAt(doing),
} as const

/** Takes an entry out of a group. Wherever else it was posted it stays; its author sees it in any case. For admins of the group and moderators. */
export const removeFromGroup = defineAction({
  name: 'group.remove-entry',
  title: 'Take an entry out of a group',
  ...about,
  async run({ site, trx, actor, input: { group: handle, id: entryId }, reason = '' }) {
    const { id: groupId } = await findGroup(trx, handle)
    const place: { bumpedAt: string } | undefined = await trx('entry_feeds').where({ entryId, feedId: groupId }).first('bumpedAt')
    if (!place) throw notFound('entry')
    const row = { entryId, groupId, reason, byId: actor.id ?? null, bumpedAt: place.bumpedAt, createdAt: site.now().toISOString() }
    await trx('group_removals').insert(row).onConflict(['entryId', 'groupId']).merge()
    await trx('entry_feeds').where({ entryId, feedId: groupId }).delete()
    await move(site, trx, entryId)
  },
  say: (_, changes) => `An entry is taken out of a group: ${changes[0]?.path}.`,
  undo: where => ({ name: 'group.return-entry', input: where }),
})

/** Puts an entry back into the group it was taken out of. */
export const returnToGroup = defineAction({
  name: 'group.return-entry',
  title: 'Put an entry back into a group',
  ...about,
  byRule: true,
  async run({ site, trx, input: { group: handle, id: entryId } }) {
    const { id: groupId } = await findGroup(trx, handle)
    const was: { bumpedAt: string } | undefined = await trx('group_removals').where({ entryId, groupId }).first('bumpedAt')
    if (!was) throw notFound('entry')
    await trx('group_removals').where({ entryId, groupId }).delete()
    await trx('entry_feeds').insert({ entryId, feedId: groupId, bumpedAt: was.bumpedAt }).onConflict(['entryId', 'feedId']).ignore()
    await move(site, trx, entryId)
  },
  say: (_, changes) => `An entry is back in a group: ${changes[0]?.path}.`,
  undo: where => ({ name: 'group.remove-entry', input: where }),
})

/** Who may see it follows from where it stands now. */
async function move(site: Site, trx: Knex.Transaction, entryId: string): Promise<void> {
  await trx('entries')
    .where({ id: entryId })
    .whereIn('access', ['public', 'private'])
    .update({ access: accessOfDestinations(trx) })
  await site.announce(trx, 'entry.moved', { entryId })
}

async function lookAt({ trx, input: { group, id } }: Doing<Where>): Promise<Record<string, string>> {
  const row: { shortId: string } | undefined = await trx('entries as e')
    .join('entry_feeds as d', 'd.entryId', 'e.id')
    .join('feeds as g', 'g.id', 'd.feedId')
    .where({ 'e.id': id, 'g.handle': group.toLowerCase() })
    .first('e.shortId')
  return row ? { [`groups.${group.toLowerCase()}.${row.shortId}`]: 'in it' } : {}
}
