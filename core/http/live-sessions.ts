import { inList, selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'

/** Closes the streams of sessions that are over: an open page does not outlive a revoked session for long. */
export async function closeEndedStreams(site: Site): Promise<void> {
  const ids = site.live.sessions()
  if (ids.length === 0) return
  const listed = inList(site.db.dialect, 'id', ids)
  const rows = await selectRows<{ id: string }>(site.db, `select id from sessions where ${listed.sql} and expires_at > ?`, [
    ...listed.bindings,
    site.now().toISOString(),
  ])
  const valid = new Set(rows.map(row => row.id))
  site.live.closeSessions(ids.filter(id => !valid.has(id)))
}
