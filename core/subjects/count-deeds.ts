import type { Database } from '../db/connect.ts'

/** Nobody needs to know exactly beyond this, and counting stays cheap. */
const most = 1000

/** How much a member wrote here since a time, what waits for review or was removed included. */
export async function countDeeds(db: Database, memberId: string, since: string): Promise<{ entries: number; comments: number }> {
  const written = (table: string) => db(table).where({ authorId: memberId }).where('createdAt', '>=', since).limit(most).select(db.raw('1'))
  const [entries, comments, held] = await Promise.all([
    written('entries').whereNull('origin'),
    written('comments'),
    written('held_comments').whereNull('editsId'),
  ])
  return { entries: entries.length, comments: Math.min(most, comments.length + held.length) }
}
