import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { defineAction } from '../actions/define-action.ts'
import { newId } from '../db/new-id.ts'
import { invalid } from '../errors.ts'
import { Type } from '../http/type.ts'
import { mailMember } from '../members/mail-member.ts'
import { erase } from './erase.ts'
import { eraseTraces } from './erase-traces.ts'
import { sealEvidence } from './evidence.ts'
import { findRemains, maybeRemains } from './find-remains.ts'
import { checkMayPurge, mayPurge } from './may-purge.ts'
import { findTombstone, type Tombstone, writeTombstones } from './tombstone.ts'

const purgeInput = Type.Object({
  kind: Type.Union([Type.Literal('entry'), Type.Literal('comment'), Type.Literal('upload'), Type.Literal('picture')]),
  /** Of an entry id or short id; of a picture the handle whose it is. */
  id: Type.String({ maxLength: 40 }),
  /** The same once more: this cannot be taken back. */
  again: Type.String({ maxLength: 40 }),
  /** Days for which the evidence is kept, sealed; 0 for none. */
  keepDays: Type.Integer({ minimum: 0, maximum: 3650, default: 180 }),
  /** Why its author is not told, where the law forbids it; they are told when it is left out. */
  notToldBecause: Type.Optional(Type.String({ maxLength: 500 })),
  rule: Type.Optional(Type.String({ maxLength: 300 })),
})

/**
 * Destroys what must not exist: out of pages, feeds, caches, search and exports at once, again out of every backup that is restored, and
 * not let in anew. Only for those who are named for it. Cannot be taken back.
 */
export const purgeContent = defineAction({
  name: 'content.purge',
  title: 'Destroy what must not exist',
  authority: 'moderation',
  permission: 'moderation',
  input: purgeInput,
  mayAlso: ({ site, actor }) => mayPurge(site, actor),
  async prepare({ site, actor }) {
    checkMayPurge(site, actor)
  },
  look: ({ trx, input }) => lookAt(trx, input),
  async run({ site, trx, actor, input, reason = '' }) {
    const { kind, id, again, keepDays, notToldBecause, rule } = input
    if (again.trim() !== id.trim()) throw invalid({ again: 'Write the same twice. This cannot be taken back.' })
    const { rows, authorId, ...what } = await findRemains(trx, { kind, id: id.trim() })
    const tombstone: Tombstone = { id: newId(), at: site.now().toISOString(), ...what }
    await writeTombstones(trx, [tombstone], {
      ...{ reason, rule: rule?.trim() || null, byId: actor.id ?? null, authorId },
      notToldBecause: notToldBecause?.trim() || null,
    })
    if (keepDays > 0) await sealEvidence(site, trx, tombstone.id, { ...what, rows, authorId }, keepDays)
    await erase(trx, tombstone)
    if (authorId && !notToldBecause?.trim()) await mailMember(site, trx, authorId, 'purged', reason)
    await site.announce(trx, 'content.purged', { tombstoneId: tombstone.id, ...idsOf(tombstone) })
    await site.jobs.add(trx, 'erase-traces', { id: tombstone.id })
    return { id: tombstone.id }
  },
  say: ({ kind, id }) => `The ${kind} ${id} is destroyed for good.`,
  async after(site, { result }) {
    // At once, and not when its turn comes: the job is there in case the process ends here.
    if (result) await eraseTraces(site, await findTombstone(site.db, result.id))
  },
})

function idsOf({ kind, entryIds, commentIds }: Tombstone) {
  return { kind, entryIds, commentIds }
}

async function lookAt(
  trx: Knex.Transaction,
  { kind, id }: Pick<Static<typeof purgeInput>, 'kind' | 'id'>,
): Promise<Record<string, string>> {
  return (await maybeRemains(trx, { kind, id: id.trim() })) ? { [`${kind}.${id.trim()}`]: 'there' } : {}
}
