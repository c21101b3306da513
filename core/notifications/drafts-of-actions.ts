import { inList, selectRows } from '../db/select.ts'
import type { Events } from '../plugin-contract/events.ts'
import { rolesWith } from '../roles/role.ts'
import type { Site } from '../site.ts'
import type { Draft } from './notification.ts'

/** What the site does by itself, and its staff should know: that it went back from a look that pages failed with. */
export async function draftsOfActions(site: Site, done: readonly Events['action.done'][]): Promise<Draft[]> {
  const ids = done.filter(({ action }) => action === 'look.withdraw').map(({ auditId }) => auditId)
  if (ids.length === 0) return []
  const audit = inList(site.db.dialect, 'd.id', ids)
  const staff = inList(site.db.dialect, 'm.role', rolesWith(site.roles, 'appearance'))
  const rows = await selectRows<{ id: string; summary: string; memberId: string }>(
    site.db,
    `select d.id, d.summary, m.id as "memberId" from audit_log d join members m on ${staff.sql} where d.actor_kind = 'system' and ${audit.sql}`,
    [...staff.bindings, ...audit.bindings],
  )
  return rows.map(({ id, summary, memberId }) => ({
    memberId,
    kind: 'site',
    about: `action:${id}`,
    told: { title: site.settings.siteName, text: shortened(summary), url: '/admin/looks' },
  }))
}

/** As long as there is room for. */
function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text
}
