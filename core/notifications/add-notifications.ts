import { togetherSql } from '../blocks/apart.ts'
import type { Database } from '../db/connect.ts'
import { newId } from '../db/new-id.ts'
import { pairTable } from '../db/pair-table.ts'
import { inList, selectRows } from '../db/select.ts'
import type { Site } from '../site.ts'
import type { Draft, NotificationKind } from './notification.ts'

/** Time in which several things that happen to one member are gathered for one mail. */
const gatherSeconds = 120
const rowsPerInsert = 200

/** Makes notifications, each once, and tells open pages. What is to be mailed is marked; `queue-mails` picks it up. */
export async function addNotifications(site: Site, all: readonly Draft[]): Promise<void> {
  const drafts = await withoutUnwanted(site, all)
  if (drafts.length === 0) return
  const mailed = await whoIsMailed(site, drafts)
  const now = site.now()
  const createdAt = now.toISOString()
  const mailAt = new Date(now.getTime() + gatherSeconds * 1000).toISOString()
  const rows = drafts.map(draft => ({
    id: newId(),
    memberId: draft.memberId,
    kind: draft.kind,
    actorId: draft.actorId ?? null,
    entryId: draft.entryId ?? null,
    commentId: draft.commentId ?? null,
    feedId: draft.feedId ?? null,
    about: draft.about,
    plugin: draft.told?.plugin ?? null,
    pluginTitle: draft.told?.title ?? null,
    text: draft.told?.text ?? null,
    said: draft.told?.said || null,
    url: draft.told?.url ?? null,
    createdAt,
    mailAt: mailed(draft.memberId, draft.kind) ? mailAt : null,
  }))
  const told = await insertNew(site.db, rows)
  if (told.size > 0) await site.live.tell('notifications', [...told])
}

/** Leaves out what members do whom somebody blocked or muted. One statement, when anybody did something at all. */
async function withoutUnwanted({ db, now }: Site, drafts: readonly Draft[]): Promise<readonly Draft[]> {
  const pairs = new Map(
    drafts.flatMap(({ memberId, actorId }) => (actorId ? [[`${memberId} ${actorId}`, [memberId, actorId] as const]] : [])),
  )
  if (pairs.size === 0) return drafts
  const { sql, bindings } = pairTable(db.dialect, [...pairs.values()])
  const rows = await selectRows<{ memberId: string; actorId: string }>(
    db,
    `select p.a as "memberId", p.b as "actorId" from ${sql} p where not ${togetherSql('p.a', 'p.b')}
     or exists (select 1 from mutes u where u.member_id = p.a and u.muted_id = p.b and (u.until is null or u.until > ?))`,
    [...bindings, now().toISOString()],
  )
  const unwanted = new Set(rows.map(({ memberId, actorId }) => `${memberId} ${actorId}`))
  return drafts.filter(({ memberId, actorId }) => !unwanted.has(`${memberId} ${actorId}`))
}

/** Returns whom there is something new for. In portions, because thousands may be concerned and others want to write as well. */
async function insertNew(db: Database, rows: readonly object[]): Promise<Set<string>> {
  const told = new Set<string>()
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    const portion = rows.slice(start, start + rowsPerInsert)
    for (const memberId of await insertPortion(db, portion)) told.add(memberId)
  }
  return told
}

/** Somebody or something may be gone by the time that its events arrive: then the others are told all the same. */
async function insertPortion(db: Database, rows: readonly object[]): Promise<string[]> {
  try {
    const inserted = await db.transaction<{ memberId: string }[]>(trx =>
      trx('notifications').insert(rows).onConflict(['memberId', 'about']).ignore().returning(['memberId']),
    )
    return inserted.map(({ memberId }) => memberId)
  } catch (error) {
    if (!isGone(error)) throw error
    const told: string[] = []
    if (rows.length > 1) for (const row of rows) told.push(...(await insertPortion(db, [row])))
    return told
  }
}

/** A row that this one refers to is not there. */
function isGone(error: unknown): boolean {
  const { code, message } = error as Error & { code?: string }
  return code === '23503' || message.includes('FOREIGN KEY constraint failed')
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
