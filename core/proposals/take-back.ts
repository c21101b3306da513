import { findAudit } from '../actions/audit-log.ts'
import { undoAction } from '../actions/undo-action.ts'
import { SiteError } from '../errors.ts'
import { makeExecutor } from '../lock/executor-actor.ts'
import type { Site } from '../site.ts'

/**
 * Takes back what was done, for the members. `left` when it was changed again since, so that nobody knows what should be there. Done twice, it is
 * done once.
 */
export async function takeBack(
  site: Site,
  auditId: string,
  { proposalId, reason }: { proposalId: string; reason: string },
): Promise<'undone' | 'left'> {
  if ((await findAudit(site.db, auditId)).undoneBy) return 'undone'
  try {
    await undoAction(site, makeExecutor(), { id: auditId }, { proposalId, reason })
    return 'undone'
  } catch (error) {
    if (error instanceof SiteError && error.code === 'conflict') return 'left'
    throw error
  }
}
