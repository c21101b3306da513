import type { Knex } from 'knex'
import { makePass } from '../restrictions/outside-pass.ts'
import type { Site } from '../site.ts'

interface Letter {
  subject: string
  text: string
}

/** Mails about the account itself. They cannot be switched off: each tells of something that somebody else could have done. */
const letters = {
  approved: {
    subject: 'Your account on {site} is ready',
    text: 'Hello {name},\n\nyour account on {site} was approved. You can sign in now:\n{url}/sign-in',
  },
  refused: {
    subject: 'Your request to join {site}',
    text: 'Hello {name},\n\nthank you for asking to join {site}. The answer is no, and nothing of your account was kept.\n\n{reason}',
  },
  'password-changed': {
    subject: 'Your password on {site} was changed',
    text: 'Hello {name},\n\nthe password of your account on {site} was changed, and all other browsers were signed out.\n\nIf it was not you, ask for a new password at once:\n{url}/password-reset-requests',
  },
  'email-changed': {
    subject: 'Your e-mail address on {site} was changed',
    text: 'Hello {name},\n\nyour account on {site} now has another e-mail address. This is the last mail to this one.\n\nIf it was not you, write to the people who run the site:\n{url}',
  },
  'account-closing': {
    subject: 'Your account on {site} will be deleted',
    text: 'Hello {name},\n\nyour account on {site} will be deleted in 14 days, with everything in it. Until then you can change your mind: sign in and press “Keep my account”.\n{url}/sign-in',
  },
  suspended: {
    subject: 'Your account on {site} is suspended',
    text: 'Hello {name},\n\nyour account on {site} is suspended.\n\nWhy: {reason}\n\nUntil when, what it was about, how to object, and how to take your data along:\n{link}',
  },
  purged: {
    subject: 'Something of yours on {site} was destroyed',
    text: 'Hello {name},\n\nsomething that you published on {site} was destroyed for good, because it must not be there.\n\nWhy: {reason}\n\nIf that is wrong, write to the people who run the site:\n{url}',
  },
  removed: {
    subject: 'Your account on {site} was removed',
    text: 'Hello {name},\n\nyour account on {site} was removed by its moderators. It is deleted in 14 days, with everything in it.\n\nWhy: {reason}\n\nHow to object, and how to take your data along until then:\n{link}',
  },
} satisfies Record<string, Letter>

export type LetterName = keyof typeof letters

interface MailInput {
  to: string
  letter: LetterName
  name: string
  locale: string
  reason?: string
  /** Whose account it is, for a link that works without signing in. */
  memberId?: string
}

/** Writes to a member at the address of this moment, in the member's language, after the commit. */
export async function mailMember(site: Site, trx: Knex.Transaction, memberId: string, letter: LetterName, reason = ''): Promise<void> {
  if (!site.mailer.enabled) return
  const row: { email: string | null; name: string; locale: string | null } | undefined = await trx('members as m')
    .join('feeds as f', 'f.id', 'm.id')
    .where('m.id', memberId)
    .first('m.email', 'f.name', 'm.locale')
  if (!row?.email) return
  const input: MailInput = { to: row.email, letter, name: row.name, locale: row.locale ?? 'en', reason, memberId }
  await site.jobs.add(trx, 'mail-member', input)
}

/** The job behind `mailMember`. */
export async function sendMemberMail(site: Site, { to, letter, name, locale, reason = '', memberId = '' }: MailInput): Promise<void> {
  const values = {
    site: site.settings.siteName,
    name,
    url: site.url,
    reason,
    link: `${site.url}/decisions?pass=${makePass(site, memberId)}`,
  }
  const { subject, text } = letters[letter]
  await site.mailer.send({
    to,
    subject: site.themes.translate(subject, values, locale),
    text: site.themes.translate(text, values, locale),
  })
}
