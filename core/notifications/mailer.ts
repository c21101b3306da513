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

interface Transport {
  sendMail(message: object): Promise<unknown>
}

const seconds = 1000

/** Sends mail through the configured SMTP server. The library is loaded with the first mail. */
export function makeMailer(config: Pick<Config, 'smtp' | 'http'>, log: Logger): Mailer {
  const { url } = config.smtp
  if (!url) return { enabled: false, send: async () => log.debug('no mail server is configured; a mail was not sent') }
  const from = config.smtp.from || defaultSender(config)
  let transport: Promise<Transport> | undefined
  return {
    enabled: true,
    async send({ to, subject, text, unsubscribeUrl }) {
      transport ??= openTransport(url)
      const message = { from, to: { name: '', address: to }, subject: oneLine(subject), text, headers: headersOf(unsubscribeUrl) }
      try {
        await (await transport).sendMail({ ...message, disableFileAccess: true, disableUrlAccess: true })
      } catch (error) {
        throw withoutNames(error as SmtpError)
      }
    },
  }
}

interface SmtpError extends Error {
  code?: string
  command?: string
  responseCode?: number
}

/** Servers repeat the recipient in what they answer, and that is nobody's business in the log. */
function withoutNames({ code, command, responseCode }: SmtpError): Error {
  const what = [code, command, responseCode].filter(Boolean).join(', ')
  return new Error(`The mail server did not take a mail (${what || 'no reason given'}).`)
}

async function openTransport(url: string): Promise<Transport> {
  const { createTransport } = await import('nodemailer')
  // A server that does not answer must not hold the job for the library's default of ten minutes.
  return createTransport({ url, connectionTimeout: 20 * seconds, greetingTimeout: 20 * seconds, socketTimeout: 60 * seconds })
}

/** Tells mail programs that nobody wrote this by hand, and how to stop it. */
function headersOf(unsubscribeUrl: string | undefined): Record<string, string> {
  const automatic = { 'Auto-Submitted': 'auto-generated' }
  if (!unsubscribeUrl) return automatic
  return { ...automatic, 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

function defaultSender({ http }: Pick<Config, 'http'>): string {
  const host = http.baseUrl ? new URL(http.baseUrl).hostname : 'localhost'
  return `no-reply@${host}`
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
