import type { Logger } from 'pino'
import type { Config } from '../config/config-schema.ts'

export interface Mail {
  to: string
  subject: string
  text: string
  /** Address for one-click unsubscribing (RFC 8058). */
  unsubscribeUrl?: string
}

export interface Mailer {
  /** False when no SMTP server is configured: then nothing is sent, and pages say so. */
  readonly enabled: boolean
  send(mail: Mail): Promise<void>
}

/** Sends mail through the configured SMTP server. The library is loaded with the first mail. */
export function makeMailer(config: Config, log: Logger): Mailer {
  const { url, from } = config.smtp
  if (!url) return { enabled: false, send: async () => log.debug('no mail server is configured; a mail was not sent') }
  let transport: Promise<{ sendMail(message: object): Promise<unknown> }> | undefined
  return {
    enabled: true,
    async send({ to, subject, text, unsubscribeUrl }) {
      transport ??= import('nodemailer').then(({ createTransport }) => createTransport(url))
      const headers = unsubscribeUrl
        ? { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
        : {}
      await (await transport).sendMail({ from, to, subject, text, headers, disableFileAccess: true, disableUrlAccess: true })
    },
  }
}
