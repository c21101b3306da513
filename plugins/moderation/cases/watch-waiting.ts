import type { World } from '../moderation.ts'
import { addSignal } from './add-signal.ts'
import { type Case, keyOf } from './case.ts'

/**
 * Opens a case for everything that waits, and closes those that were settled elsewhere. Doing it twice does no harm. What this
 * plugin held itself is left to its rules at first, which know more about it.
 */
export async function watchWaiting(world: World, { isFirst = false } = {}): Promise<void> {
  const { host, tables } = world
  const { entryIds, commentIds, memberIds } = await host.subjects.waiting()
  const waiting = [
    ...entryIds.map(id => ['entry', id] as const),
    ...commentIds.map(id => ['comment', id] as const),
    ...memberIds.map(id => ['member', id] as const),
  ]
  const keys = new Set(waiting.map(([kind, id]) => keyOf(kind, id)))
  const open = await tables<Case>('moderation_cases').where({ state: 'open' }).whereIn('kind', ['held', 'sign-up']).select('id', 'openKey')
  const known = new Set(open.map(({ openKey }) => openKey))
  for (const [kind, id] of waiting) {
    if (known.has(keyOf(kind, id))) continue
    const subject = await host.subjects.find(kind, id)
    if (!subject || (isFirst && subject.held?.by === host.plugin.name)) continue
    const [name, reason] =
      kind === 'member' ? ['sign-up', 'Signed up and waits to be let in.'] : [subject.held?.by ?? 'a filter', subject.held?.reason ?? '']
    await addSignal(world, subject, {
      kind: kind === 'member' ? 'sign-up' : 'held',
      source: 'filter',
      sourceId: name,
      sourceName: name,
      rule: null,
      reason,
      weight: 4,
    })
  }
  // With five hundred waiting there may be more than were read.
  if ([entryIds, commentIds, memberIds].some(ids => ids.length >= 500)) return
  const settled = open.filter(({ openKey }) => openKey && !keys.has(openKey)).map(({ id }) => id)
  const at = tables.now()
  for (let start = 0; start < settled.length; start += 500)
    await tables.transaction(trx =>
      trx('moderation_cases')
        .whereIn('id', settled.slice(start, start + 500))
        .where({ state: 'open' })
        .update({ state: 'closed', openKey: null, closedAt: at, changedAt: at, version: trx.raw('version + 1') }),
    )
}
