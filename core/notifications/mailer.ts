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

/**
 * Sends mail through the configured SMTP server, for whose answer it waits `patience` seconds. The library is loaded with the first
 * mail. `send` throws MailError.
 */
export function makeMailer(config: Pick<Config, 'smtp' | 'http'>, log: Logger, patience = 20): Mailer {
  const { url } = config.smtp
  if (!url) return { enabled: false, send: async () => log.debug('no mail server is configured; a mail was not sent') }
  const from = config.smtp.from || defaultSender(config)
  let transport: Promise<Transport> | undefined
  return {
    enabled: true,
    async send({ to, subject, text, unsubscribeUrl }) {
      transport ??= openTransport(url, patience)
      const message = { from, to: { name: '', address: to }, subject: oneLine(subject), text, headers: headersOf(unsubscribeUrl) }
      try {
        await (await transport).sendMail({ ...message, disableFileAccess: true, disableUrlAccess: true })
      } catch (error) {
        throw new MailError(error as SmtpError)
      }
    },
  }
}

interface SmtpError extends Error {
  code?: string
  command?: string
  responseCode?: number
  /** What the server said. */
  response?: string
}

/** A mail that was not taken. Its message has no names: servers repeat the recipient, and that is nobody's business in the log. */
export class MailError extends Error {
  override readonly name = 'MailError'
  /** What went wrong, as nodemailer names it: `EAUTH`. */
  readonly code: string
  /** What the site had said when it was refused: `RCPT TO`. */
  readonly command: string
  readonly responseCode: number | undefined
  // Private, so that no log writes it down.
  readonly #answer: string

  constructor({ code = '', command = '', responseCode, response, message }: SmtpError) {
    const what = [code, command, responseCode].filter(Boolean).join(', ')
    super(`The mail server did not take a mail (${what || 'no reason given'}).`)
    this.code = code
    this.command = command
    this.responseCode = responseCode
    this.#answer = response ?? message
  }

  /** The reason in the words of the server or of the network. May name the recipient: for who sent the mail, and for no log. */
  answer(): string {
    return this.#answer
  }
}

async function openTransport(url: string, patience: number): Promise<Transport> {
  const { createTransport } = await import('nodemailer')
  // A server that does not answer must not hold the job for the library's default of ten minutes.
  const milliseconds = patience * 1000
  return createTransport({
    url,
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: 3 * milliseconds,
    dnsTimeout: milliseconds,
  })
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
