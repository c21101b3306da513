import { may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { unauthorized } from '../errors.ts'
import type { Site } from '../site.ts'
import { alwaysMailed, type NotificationKind, notificationKinds } from './notification.ts'
import type { MailSettingsView } from './notification-view.ts'

/** What a kind of notification is called where members choose. */
export const kindLabels: Readonly<Record<NotificationKind, string>> = {
  'comment-on-mine': 'Comments on what you share',
  'comment-after-me': 'Comments on entries you have commented on',
  mention: 'Mentions of you',
  subscriber: 'New followers',
  request: 'Requests to follow you or to join your groups',
  accepted: 'Answers to your own requests',
  'invitation-used': 'People who come with your invitation',
  'source-claimed': 'Sources of yours that their owners had taken out',
  'source-paused': 'Sources of yours that were paused by those who look after the site',
  waiting: 'New members who wait for approval',
  plugin: 'What plugins tell you',
  site: 'What the site does by itself when something fails',
  vote: 'What is put to you to vote about',
  decision: 'What becomes of proposals and elections',
  policy: 'New versions of what you agreed to',
}

/** The kinds that there are for somebody: some come only to those who look after the site. */
export function kindsFor(actor: Actor): NotificationKind[] {
  const chosen = notificationKinds.filter(kind => !alwaysMailed.includes(kind))
  return chosen.filter(kind => (kind !== 'waiting' || may(actor, 'members')) && (kind !== 'site' || may(actor, 'appearance')))
}

/** What a member gets by mail, for the page where it is chosen. */
export async function mailSettings(site: Site, actor: Actor): Promise<MailSettingsView> {
  if (!isMember(actor)) throw unauthorized()
  const row: { email: string | null; mailOff: string } | undefined = await site
    .db('members')
    .where({ id: actor.id })
    .first('email', 'mailOff')
  const off = JSON.parse(row?.mailOff ?? '[]') as NotificationKind[]
  return {
    kinds: kindsFor(actor).map(name => ({ name, label: kindLabels[name], mailed: !off.includes(name) })),
    ...(row?.email && { email: row.email }),
    ...(!site.mailer.enabled && { mailProblem: noMailServer }),
  }
}

/** Why nothing is mailed, in words for everybody. */
export const noMailServer =
  'This site sends no e-mail yet, because whoever runs it has not set a mail server (SMTP_URL). Until then you hear of everything on the notifications page.'
