import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { act, maybeAction } from './act.ts'
import type { ActOptions, Outcome } from './action.ts'
import { type AuditEntry, findAudit } from './audit-log.ts'

export const undoActionInput = Type.Object({ id: Type.String({ maxLength: 36 }) })
export type UndoActionInput = Static<typeof undoActionInput>

/**
 * Takes an action back by another action, which stands in the audit log as well. Refused when what it changed has been changed
 * again since: then nobody knows what should be there.
 */
export async function undoAction(
  site: Site,
  actor: Actor,
  { id }: UndoActionInput,
  options: Pick<ActOptions, 'dryRun' | 'reason' | 'proposalId'> = {},
): Promise<Outcome> {
  const audit = await findAudit(site.db, id)
  const back = inverse(site, audit)
  if (!back) throw conflict('This cannot be taken back.')
  if (audit.undoneBy) throw conflict('This was taken back already.')
  const rehearsal = await act(site, actor, back.name, back.input, { ...options, dryRun: true })
  if (!mirrors(audit, rehearsal)) throw conflict('It was changed again since, so it cannot simply be taken back.')
  return options.dryRun ? rehearsal : act(site, actor, back.name, back.input, { ...options, undoes: audit.id })
}

/** Whether there is a way back that the log knows. */
export function canBeUndone(site: Site, audit: AuditEntry): boolean {
  return audit.undoneBy === null && inverse(site, audit) !== undefined
}

function inverse(site: Site, audit: AuditEntry): { name: string; input: Record<string, unknown> } | undefined {
  return maybeAction(site, audit.action)?.undo?.(audit.input, audit.changes)
}

/** The way back changes the same things, from what the action left to what it found. */
function mirrors(audit: AuditEntry, { changes }: Outcome): boolean {
  const text = (path: string, from: unknown, to: unknown): string => JSON.stringify([path, from, to])
  const wanted = audit.changes.map(({ path, before, after }) => text(path, after, before)).sort()
  const found = changes.map(({ path, before, after }) => text(path, before, after)).sort()
  return JSON.stringify(wanted) === JSON.stringify(found)
}
