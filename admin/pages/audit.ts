import { type AuditFilter, canBeUndone, csvLine, listAudit, listCoreActions, type PanelPage, type PanelRequest } from 'core/control'
import { auditRow } from '../lists/audit-row.ts'

const perPage = 50
const names = ['action', 'by', 'from', 'to', 'text'] as const

/** What was changed about the site, by whom, and taking it back. */
export default {
  title: 'Audit log',
  section: 'System',
  order: 40,
  permission: 'audit log',
  async show({ site, actor, query }) {
    const filter = filterOf(query)
    const found = await listAudit(site, actor, { ...filter, limit: perPage + 1, ...(query.before && { before: query.before }) })
    const entries = found.slice(0, perPage)
    const last = entries.at(-1)
    const address = new URLSearchParams(filter)
    return {
      ...filter,
      actions: listCoreActions().map(({ name, title }) => ({ name, title, selected: name === filter.action })),
      entries: entries.map(entry => ({ ...auditRow(entry), canUndo: canBeUndone(site, entry) })),
      next: found.length > perPage && last ? `/admin/audit?${new URLSearchParams({ ...filter, before: last.id })}` : undefined,
      file: `/admin/audit/export?${address}`,
      filtered: address.size > 0,
    }
  },
  async download(request) {
    return { name: 'audit-log.csv', type: 'text/csv', chunks: lines(request) }
  },
} satisfies PanelPage

type Filter = Pick<AuditFilter, (typeof names)[number]> & Record<string, string>

function filterOf(query: Readonly<Record<string, string>>): Filter {
  return Object.fromEntries(names.filter(name => query[name]).map(name => [name, query[name]!])) as Filter
}

async function* lines({ site, actor, query }: PanelRequest): AsyncIterable<string> {
  yield csvLine(['when', 'who', 'action', 'what', 'reason', 'changes'])
  let before: string | undefined
  for (;;) {
    const entries = await listAudit(site, actor, { ...filterOf(query), limit: 500, ...(before && { before }) })
    if (entries.length === 0) return
    for (const { createdAt, actorHandle, actorKind, action, summary, reason, changes } of entries)
      yield csvLine([createdAt, actorHandle ?? actorKind, action, summary, reason, JSON.stringify(changes)])
    before = entries.at(-1)?.id
  }
}
