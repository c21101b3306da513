import type { Knex } from 'knex'
import { newId } from '../db/new-id.ts'
import { inList, selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'
import type { Draft, NotificationKind } from './notification.ts'

/** Time in which several things that happen to one member are gathered for one mail. */
const gatherSeconds = 120
const rowsPerInsert = 200

/** Makes notifications, each once, and tells open pages. What is to be mailed is marked; `queue-mails` picks it up. */
export async function addNotifications(site: Site, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return
  const mailed = await whoIsMailed(site, drafts)
  const now = site.now()
  const createdAt = now.toISOString()
  const mailAt = new Date(now.getTime() + gatherSeconds * 1000).toISOString()
  const rows = drafts.map(draft => ({
    id: newId(),
    memberId: draft.memberId,
    kind: draft.kind,
    actorId: draft.actorId,
    entryId: draft.entryId ?? null,
    commentId: draft.commentId ?? null,
    feedId: draft.feedId ?? null,
    about: draft.about,
    createdAt,
    mailAt: mailed(draft.memberId, draft.kind) ? mailAt : null,
  }))
  const told = await insertNew(site.db, rows)
  if (told.size > 0) await site.live.tell('notifications', [...told])
}

/** Returns whom there is something new for. In portions, because thousands may be concerned and others want to write as well. */
async function insertNew(db: Knex, rows: readonly object[]): Promise<Set<string>> {
  const told = new Set<string>()
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    const portion = rows.slice(start, start + rowsPerInsert)
    const inserted: { memberId: string }[] = await db.transaction(trx =>
      trx('notifications').insert(portion).onConflict(['memberId', 'about']).ignore().returning(['memberId']),
    )
    for (const { memberId } of inserted) told.add(memberId)
  }
  return told
}

type IsMailed = (memberId: string, kind: NotificationKind) => boolean

async function whoIsMailed({ db, mailer }: Site, drafts: readonly Draft[]): Promise<IsMailed> {
  if (!mailer.enabled) return () => false
  const { sql, bindings } = inList(db.dialect, 'id', [...new Set(drafts.map(draft => draft.memberId))])
  const rows = await selectRows<{ id: string; mailOff: string }>(
    db,
    `select id, mail_off as "mailOff" from members where email is not null and ${sql}`,
    bindings,
  )
  const off = new Map(rows.map(row => [row.id, JSON.parse(row.mailOff) as NotificationKind[]]))
  return (memberId, kind) => off.get(memberId)?.includes(kind) === false
}
