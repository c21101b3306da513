import { type AuditEntry, canBeUndone, listAudit, listCoreActions, type PanelPage } from 'core/control'

const perPage = 50

/** What was changed about the site, by whom, and taking it back. */
export default {
  title: 'Audit log',
  section: 'System',
  order: 40,
  permission: 'audit log',
  async show({ site, actor, query }) {
    const { action = '', before = '' } = query
    const found = await listAudit(site, actor, { limit: perPage + 1, ...(action && { action }), ...(before && { before }) })
    const entries = found.slice(0, perPage)
    const last = entries.at(-1)
    return {
      actions: listCoreActions().map(({ name, title }) => ({ name, title, selected: name === action })),
      entries: entries.map(row),
      next: found.length > perPage && last ? `/admin/audit?${new URLSearchParams({ action, before: last.id })}` : undefined,
      filtered: action !== '',
    }
  },
} satisfies PanelPage

function row(entry: AuditEntry): object {
  const changes = entry.changes.map(({ path, before, after }) => ({ path, before: written(before), after: written(after) }))
  return { ...entry, changes, by: entry.actorName ?? (entry.actorId ? 'a former member' : 'the command line'), canUndo: canBeUndone(entry) }
}

function written(value: unknown): string {
  return typeof value === 'string' ? value || '(empty)' : JSON.stringify(value)
}
