import { inList, selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'

/** The layout shows "99+" from here on. */
const mostCounted = 100

/** Tells the open pages of these members how many notifications are unread. One statement, for those who look now. */
export async function tellUnread(site: Site, memberIds: readonly string[]): Promise<void> {
  const open = new Set(site.live.channels())
  const looking = memberIds.filter(id => open.has(`me:${id}`))
  if (looking.length === 0) return
  const { sql, bindings } = inList(site.db.dialect, 'member_id', looking)
  const rows = await selectRows<{ memberId: string; n: number | string }>(
    site.db,
    `select member_id as "memberId", count(*) as n from notifications where read_at is null and ${sql} group by member_id`,
    bindings,
  )
  const unread = new Map(rows.map(row => [row.memberId, Math.min(Number(row.n), mostCounted)]))
  for (const id of looking) site.live.send(`me:${id}`, 'notifications', { unread: unread.get(id) ?? 0 })
}
