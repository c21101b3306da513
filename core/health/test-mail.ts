import { may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { conflict, forbidden } from '../errors.ts'
import type { Site } from '../site.ts'

/** Sends a mail to who asks and says what the mail server answered. Throws conflict with its answer when it took none. */
export async function testMail(site: Site, actor: Actor): Promise<string> {
  if (!may(actor, 'system') || !isMember(actor)) throw forbidden('Only those who look after the system try its mail.')
  if (!site.mailer.enabled) throw conflict('No mail server is configured. Set SMTP_URL and SMTP_FROM, and start the site again.')
  const row: { email: string | null } | undefined = await site.db('members').where({ id: actor.id }).first('email')
  if (!row?.email) throw conflict('Your account has no e-mail address to send to.')
  await site.limits.spend('test-mail', actor.id)
  const name = site.settings.siteName
  try {
    await site.mailer.send({
      to: row.email,
      subject: `${name} can send mail`,
      text: `This mail was sent from the admin panel of ${name} (${site.url}), to see whether mail arrives. Nothing has to be done.`,
    })
  } catch (error) {
    throw conflict(`${(error as Error).message} See the log, and check SMTP_URL and SMTP_FROM.`)
  }
  return `The mail server took a mail to ${row.email}. If it does not arrive, look into the spam folder and check SPF and DKIM of the sender.`
}
