import type { Site } from '../site.ts'
import type { NotificationView } from '../themes/template-views.ts'
import { mailOffPath } from './mail-off.ts'
import { kindLabels } from './mail-settings.ts'
import type { Mail } from './mailer.ts'
import { alwaysMailed, type NotificationKind } from './notification.ts'
import type { MailJob } from './queue-mails.ts'
import { type NotificationRow, readNotifications } from './read-notifications.ts'
import { showNotification } from './show-notifications.ts'

interface Recipient {
  id: string
  name: string
  email: string | null
  locale: string | null
  mailOff: string
}

/** A mail is read, not scrolled; the rest is on the page. */
const mostPerMail = 20

/** The job: mails a member what gathered, unless it was read, switched off or taken back meanwhile. */
export async function mailNotifications(site: Site, { memberId, notificationIds }: MailJob): Promise<void> {
  const member = await findRecipient(site, memberId)
  if (!member?.email) return
  const off = JSON.parse(member.mailOff) as NotificationKind[]
  const rows = await readNotifications(site.db, memberId, { ids: notificationIds.slice(-mostPerMail), limit: mostPerMail })
  const wanted = rows.filter(row => row.readAt === null && !off.includes(row.kind)).reverse()
  if (wanted.length === 0) return
  await site.mailer.send(writeMail(site, { ...member, email: member.email }, wanted, notificationIds.length - wanted.length))
}

async function findRecipient(site: Site, memberId: string): Promise<Recipient | undefined> {
  return site
    .db('members as m')
    .join('feeds as f', 'f.id', 'm.id')
    .where('m.id', memberId)
    .whereNull('m.waitingSince')
    .first('m.id', 'f.name', 'm.email', 'm.locale', 'm.mailOff')
}

function writeMail(site: Site, member: Recipient & { email: string }, rows: NotificationRow[], left: number): Mail {
  const say: Say = (key, values = {}) => site.themes.translate(key, values, member.locale ?? 'en')
  const shown = rows.map(row => showNotification(row, say))
  const kinds = [...new Set(rows.map(row => row.kind))].filter(kind => !alwaysMailed.includes(kind))
  const first = sentence(shown[0]!, say)
  const more = rows.length - 1 + Math.max(0, left)
  return {
    to: member.email,
    subject: more > 0 ? say('{first} (and {n} more)', { first, n: more }) : first,
    text: [
      say('Hello {name},', { name: member.name }),
      ...shown.map(view => paragraph(view, site, say)),
      ...(left > 0 ? [`${say('There is more here:')}\n${site.url}/notifications`] : []),
      ...(rows.some(({ kind }) => ofDeciding.has(kind)) ? [ledgerHead(site, say)] : []),
      footer(site, member.id, kinds, say),
    ].join('\n\n'),
    unsubscribeUrl: site.url + mailOffPath(site, { memberId: member.id, kinds }),
  }
}

/** What it is worth to keep a line of the ledger with: where members decide. */
const ofDeciding: ReadonlySet<NotificationKind> = new Set(['vote', 'decision', 'policy'])

function ledgerHead({ lock: { head } }: Site, say: Say): string {
  return `${say('The last line of the ledger, to keep: it shows later whether anybody changed what was decided.')}\n${head.seq}:${head.hash}`
}

type Say = (key: string, values?: Record<string, unknown>) => string

function sentence(view: NotificationView, say: Say): string {
  return say(view.message, { who: view.actor.name, what: view.what?.text ?? '' })
}

function paragraph(view: NotificationView, site: Site, say: Say): string {
  const quoted = view.said ? `\n> ${view.said.replaceAll('\n', '\n> ')}` : ''
  return `${sentence(view, say)}${quoted}\n${site.url}${view.url}`
}

/** One link per kind, which works without signing in. "-- " is where mail programs cut a signature off. */
function footer(site: Site, memberId: string, kinds: readonly NotificationKind[], say: Say): string {
  const links = kinds.map(kind => {
    const url = site.url + mailOffPath(site, { memberId, kinds: [kind] })
    return `${say('No more e-mails about: {what}', { what: say(kindLabels[kind]) })}\n${url}`
  })
  return ['-- ', ...links, `${say('Choose what comes by e-mail')}\n${site.url}/settings/notifications`].join('\n')
}
