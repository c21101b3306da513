import type { Static } from 'typebox'
import { type Actor, isMember, type MemberActor } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import { readCursor, writeCursor } from '../feeds/cursor.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import type { NotificationsView } from '../themes/template-views.ts'
import { type NotificationRow, readNotifications } from './read-notifications.ts'
import { showNotifications } from './show-notifications.ts'

export const notificationsInput = Type.Object({
  /** Cursor of the last one of the page before. */
  before: Type.Optional(Type.String({ maxLength: 100 })),
})
export type NotificationsInput = Static<typeof notificationsInput>

/** Which notifications a page covers: everything up to the top of the page, down to its last row. */
export interface Covered {
  /** The last row; absent when nothing is older. */
  downTo?: { createdAt: string; id: string }
}

export interface NotificationsPage {
  view: Omit<NotificationsView, 'days' | 'anyUnread'> & { notifications: ReturnType<typeof showNotifications> }
  covered: Covered
}

const perPage = 40

/** One page of what the member should hear about. */
export async function listNotifications(
  site: Site,
  actor: Actor,
  { before }: NotificationsInput,
  say: (key: string) => string,
): Promise<NotificationsPage> {
  if (!isMember(actor)) throw unauthorized()
  const rows = await readPage(site, actor, before)
  const shown = rows.slice(0, perPage)
  const last = shown.at(-1)
  const more = rows.length > perPage && last
  return {
    view: {
      notifications: showNotifications(shown, say),
      ...(more && { nextUrl: `/notifications?before=${writeCursor({ place: last.createdAt, id: last.id })}` }),
    },
    covered: more ? { downTo: { createdAt: last.createdAt, id: last.id } } : {},
  }
}

function readPage(site: Site, actor: MemberActor, cursor: string | undefined): Promise<NotificationRow[]> {
  const place = cursor ? readCursor(cursor) : undefined
  return readNotifications(site.db, actor.id, {
    limit: perPage + 1,
    before: place && { createdAt: place.at, id: place.id },
  })
}
