import { isStaff } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import type { PublishedPurge } from '../plugin-contract/plugin-subjects.ts'
import type { Site } from '../site.ts'
import { mayPurge } from './may-purge.ts'
import type { PurgedKind } from './tombstone.ts'

/** Something that was destroyed, as those read it who may do it. */
export interface Purge {
  id: string
  kind: PurgedKind
  reason: string
  rule: string | null
  byName: string | null
  authorHandle: string | null
  notToldBecause: string | null
  createdAt: string
  /** Until when its evidence can be opened; null when there is none any more. */
  evidenceUntil: string | null
  openings: { byName: string; reason: string; createdAt: string }[]
}

/** What was destroyed, the latest first, with who opened the evidence. For those who are named for it. */
export async function listPurges(site: Site, actor: Actor, { after, limit }: { after?: string; limit: number }): Promise<Purge[]> {
  if (!mayPurge(site, actor)) throw forbidden('Only those who are named for it see what was purged.')
  const rows = site
    .db('tombstones as t')
    .leftJoin('feeds as b', 'b.id', 't.byId')
    .leftJoin('feeds as a', 'a.id', 't.authorId')
    .leftJoin('sealed_evidence as e', 'e.tombstoneId', 't.id')
    .orderBy('t.id', 'desc')
    .limit(limit)
  if (after) rows.where('t.id', '<', after)
  const found: Purge[] = await rows.select(
    ...['t.id', 't.kind', 't.reason', 't.rule', 't.notToldBecause', 't.createdAt', 'b.name as byName', 'a.handle as authorHandle'],
    'e.until as evidenceUntil',
  )
  const openings: (Purge['openings'][number] & { tombstoneId: string })[] = await site
    .db('evidence_openings')
    .whereIn(
      'tombstoneId',
      found.map(({ id }) => id),
    )
    .orderBy('id')
  const now = site.now().toISOString()
  return found.map(row => ({
    ...row,
    evidenceUntil: row.evidenceUntil && row.evidenceUntil > now ? row.evidenceUntil : null,
    openings: openings.filter(({ tombstoneId }) => tombstoneId === row.id),
  }))
}

/** The same for the public log: that it happened, when and by which rule, and nothing of what it was about. */
export function listPublishedPurges(site: Site, { before, limit }: { before?: string; limit: number }): Promise<PublishedPurge[]> {
  const rows = site.db('tombstones').whereNotNull('byId').orderBy('id', 'desc').limit(limit)
  if (before) rows.where('id', '<', before)
  return rows.select('id', 'kind', 'rule', 'createdAt')
}

/** Handles of those who are named, for staff who look for one of them. */
export function listPurgers(site: Site, actor: Actor): readonly string[] {
  if (!isStaff(actor)) throw forbidden('Only those who look after this site see this.')
  return site.settings.purgeStaff
}
