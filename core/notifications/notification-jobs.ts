import type { Site } from '../site.ts'
import { mailNotifications } from './mail-notifications.ts'
import type { MailJob } from './queue-mails.ts'
import { tellUnread } from './tell-unread.ts'

/** What notifications cause to be done later, and what other processes are told. */
export function handleNotifications(site: Site): void {
  site.jobs.handle('mail-notifications', input => mailNotifications(site, input as MailJob))
  site.live.listen('notifications', memberIds => tellUnread(site, memberIds as string[]))
}
