import type { Knex } from 'knex'
import { selectRows } from '../db/select.ts'
import { visibleToSql } from '../feeds/visibility.ts'
import type { NotificationKind } from './notification.ts'

type Kind = 'member' | 'group' | 'former'

/** A notification with what it speaks of. */
export interface NotificationRow {
  id: string
  kind: NotificationKind
  createdAt: string
  readAt: string | null
  actorId: string | null
  actorKind: Kind | null
  actorHandle: string | null
  actorName: string | null
  actorPicture: string | null
  entryId: string | null
  shortId: string | null
  title: string | null
  body: string | null
  link: string | null
  authorHandle: string | null
  authorKind: Kind | null
  commentId: string | null
  commentBody: string | null
  feedKind: Kind | null
  feedHandle: string | null
  feedName: string | null
  pluginTitle: string | null
  text: string | null
  /** What a plugin says below its sentence. */
  said: string | null
  url: string | null
  /** Set while the request waits. */
  requestedAt: string | null
}

export interface Part {
  /** Rows before this one. */
  before?: { createdAt: string; id: string } | undefined
  /** Only these. */
  ids?: readonly string[]
  limit: number
}

const columns = `n.id, n.kind, n.created_at as "createdAt", n.read_at as "readAt",
  n.actor_id as "actorId", a.kind as "actorKind", a.handle as "actorHandle", a.name as "actorName", a.picture as "actorPicture",
  n.entry_id as "entryId", e.short_id as "shortId", e.title, e.body, e.link, w.handle as "authorHandle", w.kind as "authorKind",
  n.comment_id as "commentId", c.body as "commentBody",
  f.kind as "feedKind", f.handle as "feedHandle", f.name as "feedName", r.created_at as "requestedAt",
  n.plugin_title as "pluginTitle", n.text, n.said, n.url`

/** A member's notifications, newest first, without those about what the member can no longer see. One statement. */
export function readNotifications(db: Knex, memberId: string, { before, ids, limit }: Part): Promise<NotificationRow[]> {
  const older = before ? 'and (n.created_at, n.id) < (?, ?)' : ''
  const chosen = ids ? `and n.id in (${ids.map(() => '?').join(', ')})` : ''
  return selectRows<NotificationRow>(
    db,
    `select ${columns} from notifications n
       left join feeds a on a.id = n.actor_id
       left join entries e on e.id = n.entry_id and ${visibleToSql('n.member_id')}
       left join feeds w on w.id = e.author_id
       left join comments c on c.id = n.comment_id and c.removed_at is null
       left join feeds f on f.id = n.feed_id
       left join subscription_requests r on n.kind = 'request' and r.member_id = n.actor_id and r.feed_id = n.feed_id
     where n.member_id = ? and (n.entry_id is null or e.id is not null) and (n.comment_id is null or c.id is not null) ${older} ${chosen}
     order by n.created_at desc, n.id desc limit ?`,
    [memberId, ...(before ? [before.createdAt, before.id] : []), ...(ids ?? []), limit],
  )
}
