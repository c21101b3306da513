import type { Context } from '../http/context.ts'
import type { Router } from '../http/router.ts'
import { settingsTabs } from '../members/settings-tabs.ts'
import type { NotificationsView, NotificationView } from '../themes/template-views.ts'
import { chooseMail, mailChoiceInput } from './choose-mail.ts'
import { listNotifications, notificationsInput } from './list-notifications.ts'
import { mailOffInput, readMailOff, switchMailOff } from './mail-off.ts'
import { kindLabels, mailSettings } from './mail-settings.ts'
import { markRead } from './mark-read.ts'

/** What a member should hear about, and what of it comes by mail. */
export function addNotificationRoutes(router: Router): void {
  router.get('/notifications', showPage)

  router.delete('/notifications/unread', async ctx => {
    await markRead(ctx.site, ctx.actor)
    ctx.done('/notifications')
  })

  router.get('/settings/notifications', async ctx => {
    const settings = await mailSettings(ctx.site, ctx.actor)
    await ctx.page('settings-notifications', { ...settings, tabs: settingsTabs(ctx, '/settings/notifications') })
  })

  router.post('/settings/notifications', async ctx => {
    await chooseMail(ctx.site, ctx.actor, ctx.read(mailChoiceInput))
    ctx.done('/settings/notifications', 'Saved.')
  })

  addMailOffRoutes(router)
}

/** Links in mails. GET asks first, because programs that look through mails follow links; POST does it (RFC 8058). */
function addMailOffRoutes(router: Router): void {
  router.get('/mail/off/:signed', async ctx => {
    const { kinds } = readMailOff(ctx.site, ctx.read(mailOffInput))
    await ctx.page('mail-off', { kinds: kinds.map(kind => kindLabels[kind]), done: false })
  })

  router.post('/mail/off/:signed', async ctx => {
    const { kinds } = await switchMailOff(ctx.site, ctx.actor, ctx.read(mailOffInput))
    await ctx.page('mail-off', { kinds: kinds.map(kind => kindLabels[kind]), done: true })
  })
}

async function showPage(ctx: Context): Promise<void> {
  const { view, covered } = await listNotifications(ctx.site, ctx.actor, ctx.read(notificationsInput), key => ctx.t(key))
  const { notifications, ...rest } = view
  await ctx.page('notifications', { ...rest, days: byDay(ctx, notifications), anyUnread: ctx.state.unread > 0 } satisfies NotificationsView)
  // After rendering, so that what is new is still marked as new; not for a browser that only fetches ahead.
  if (ctx.method === 'GET' && !/prefetch/.test(ctx.get('Sec-Purpose'))) await markRead(ctx.site, ctx.actor, covered)
}

function byDay(ctx: Context, notifications: readonly NotificationView[]): NotificationsView['days'] {
  const days = Map.groupBy(notifications, notification => notification.at.slice(0, 10))
  return [...days].map(([day, group]) => ({ label: labelOf(ctx, day), notifications: group }))
}

function labelOf(ctx: Context, day: string): string {
  const now = ctx.site.now()
  const yesterday = new Date(now.getTime() - 86_400_000)
  if (day === now.toISOString().slice(0, 10)) return ctx.t('Today')
  if (day === yesterday.toISOString().slice(0, 10)) return ctx.t('Yesterday')
  const sameYear = day.startsWith(String(now.getUTCFullYear()))
  return new Intl.DateTimeFormat(ctx.locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(!sameYear && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(day))
}
