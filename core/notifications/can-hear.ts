import { pairTable } from '../db/pair-table.ts'
import { selectRows } from '../db/select.ts'
import { visibleToSql } from '../feeds/visibility.ts'
import type { Site } from '../site.ts'
import type { Draft } from './notification.ts'

/** Leaves out who may not see the entry, and who hid it and is not spoken to. One statement. */
export async function onlyThoseWhoCanHear(site: Site, drafts: readonly Draft[]): Promise<Draft[]> {
  if (drafts.length === 0) return []
  const pairs = new Map(drafts.map(({ entryId = '', memberId }) => [`${entryId} ${memberId}`, [entryId, memberId] as const]))
  const { sql, bindings } = pairTable(site.db.dialect, [...pairs.values()])
  const rows = await selectRows<{ entryId: string; memberId: string; hiddenAt: string | null }>(
    site.db,
    `select e.id as "entryId", m.id as "memberId", h.created_at as "hiddenAt"
     from ${sql} p join entries e on e.id = p.a join members m on m.id = p.b
       left join hides h on h.entry_id = e.id and h.member_id = m.id
     where m.waiting_since is null and ${visibleToSql('m.id')}`,
    bindings,
  )
  const hidden = new Map(rows.map(row => [`${row.entryId} ${row.memberId}`, row.hiddenAt !== null]))
  return drafts.filter(({ entryId, memberId, kind }) => {
    const hid = hidden.get(`${entryId} ${memberId}`)
    return hid === false || (hid === true && kind === 'mention')
  })
}
