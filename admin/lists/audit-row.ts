import type { AuditEntry } from 'core/control'

/** A row of the audit log as pages show it: values in words, and who it was. */
export function auditRow(entry: AuditEntry): object {
  const changes = entry.changes.map(({ path, before, after }) => ({ path, before: written(before), after: written(after) }))
  return { ...entry, changes, by: entry.actorName ?? (entry.actorId ? 'a former member' : 'the command line') }
}

/** A value in words; a secret has only a mark, by which one sees that it changed. */
export function written(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(empty)'
  if (typeof value === 'object' && Object.keys(value).join() === 'secret') return `a secret (${(value as { secret: string }).secret})`
  return typeof value === 'string' ? value : JSON.stringify(value)
}
