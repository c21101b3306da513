import type { Config } from '../config/config-schema.ts'
import type { MailError } from '../notifications/mailer.ts'

/** What went wrong with a mail to `to`, and what to do about it, for who looks after the site's mail. */
export function explainMailError(error: MailError, { smtp }: Pick<Config, 'smtp'>, to: string): string {
  const url = new URL(smtp.url)
  const place = `${url.hostname}:${portOf(url)}`
  const answer = inOneLine(error.answer())
  switch (error.code) {
    case 'EAUTH':
      return explainRefusedLogin(url, answer)
    case 'EENVELOPE':
      return explainEnvelope(error, smtp.from, to, answer)
    case 'EMESSAGE':
      return `The mail server took the addresses and then refused the mail itself: “${answer}” The answer says what it wants; often it is a sender (SMTP_FROM, now ${smtp.from}) that the account may use.`
    case 'EDNS':
      return `There is no machine called ${url.hostname}. Correct the host in SMTP_URL.`
    default:
      return explainConnection(url, place, answer)
  }
}

function explainRefusedLogin(url: URL, answer: string): string {
  const who = url.username ? `the user ${decodeURIComponent(url.username)} with this password` : 'the site without user and password'
  return `The mail server does not let ${who} in: “${answer}” Correct both in SMTP_URL (smtp://user:password@host). Write @ as %40, : as %3A and / as %2F in them; some providers want a password made for programs.`
}

function explainEnvelope({ command, responseCode }: MailError, from: string, to: string, answer: string): string {
  if (responseCode === 530)
    return `The mail server wants user and password first: “${answer}” Put them into SMTP_URL: smtp://user:password@host.`
  if (command === 'MAIL FROM')
    return `The mail server refused the sender ${from}: “${answer}” Set SMTP_FROM to an address that the account may send as.`
  return `The mail server refused the recipient ${to}: “${answer}” Is this your address, under your account? If it is, the server sends to its own people only: use the one that your provider names for outgoing mail, with user and password.`
}

function explainConnection(url: URL, place: string, answer: string): string {
  if (/certificate|self.signed|altname|expired/i.test(answer))
    return `The certificate of ${place} cannot be trusted: “${answer}” Renew it there, or use in SMTP_URL the name that it was made for.`
  if (/wrong version number|packet length|EPROTO|record layer/i.test(answer))
    return `${place} does not begin with TLS. Write smtp:// instead of smtps:// in SMTP_URL; the connection is encrypted after the greeting when the server can.`
  if (/ECONNREFUSED/.test(answer))
    return `No mail server listens at ${place}. Check host and port in SMTP_URL, and whether the mail server runs.`
  if (/ENOTFOUND|EAI_AGAIN/.test(answer)) return `There is no machine called ${url.hostname}. Correct the host in SMTP_URL.`
  if (/timeout|ETIMEDOUT|never received/i.test(answer)) return `${place} does not answer. ${hintOfSilence(url)}`
  return `The connection to ${place} did not hold: “${answer}” Check host, port and encryption in SMTP_URL: smtp:// with port 587, or smtps:// with port 465.`
}

function hintOfSilence(url: URL): string {
  if (url.protocol === 'smtp:' && url.port === '465') return 'Port 465 begins with TLS: write smtps:// in SMTP_URL.'
  return 'Check host and port in SMTP_URL. A firewall may be in between: many providers of servers close port 25, so try 587, or smtps:// with port 465.'
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'smtps:' ? '465' : '587')
}

/** As a sentence, and not longer than a page needs. */
function inOneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
  return /[.!?]$/.test(line) ? line : `${line}.`
}
