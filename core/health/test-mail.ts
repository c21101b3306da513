import { may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { conflict, forbidden } from '../errors.ts'
import { MailError, makeMailer } from '../notifications/mailer.ts'
import type { Site } from '../site.ts'
import { explainMailError } from './explain-mail-error.ts'

/**
 * Sends a mail to who asks and says what the mail server answered; waits for it `patience` seconds. Throws conflict that says what to do
 * when it took none.
 */
export async function testMail(site: Site, actor: Actor, patience = 8): Promise<string> {
  if (!may(actor, 'system') || !isMember(actor)) throw forbidden('Only those who look after the system try its mail.')
  if (!site.mailer.enabled) throw conflict('No mail server is configured. Set SMTP_URL and SMTP_FROM, and start the site again.')
  const row: { email: string | null } | undefined = await site.db('members').where({ id: actor.id }).first('email')
  if (!row?.email) throw conflict('Your account has no e-mail address to send to. Give it one under Account on the site.')
  await site.limits.spend('test-mail', actor.id)
  const name = site.settings.siteName
  try {
    await makeMailer(site.config, site.log, patience).send({
      to: row.email,
      subject: `${name} can send mail`,
      text: `This mail was sent from the admin panel of ${name} (${site.url}), to see whether mail arrives. Nothing has to be done.`,
    })
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    site.log.warn({ error }, 'a test mail was not taken')
    throw conflict(explainMailError(error, site.config, row.email))
  }
  return `The mail server took a mail to ${row.email}. If it does not arrive, look into the spam folder and check SPF and DKIM of the sender.`
}
