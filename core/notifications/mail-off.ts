import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { alwaysMailed, type NotificationKind, notificationKinds } from './notification.ts'

export const mailOffInput = Type.Object({ signed: Type.String({ maxLength: 400 }) })
export type MailOffInput = Static<typeof mailOffInput>

/** Whose mails of which kinds a link switches off. */
export interface MailOff {
  memberId: string
  kinds: NotificationKind[]
}

/** Path of a link that switches mails off without signing in. It says whose and which, and nobody else can make one. */
export function mailOffPath(site: Pick<Site, 'secret'>, { memberId, kinds }: MailOff): string {
  const text = `${memberId}.${kinds.join('+')}`
  return `/mail/off/${text}.${signatureOf(site, text)}`
}

/** What a link says. Throws notFound for one that was not made here. */
export function readMailOff(site: Pick<Site, 'secret'>, { signed }: MailOffInput): MailOff {
  const at = signed.lastIndexOf('.')
  const text = signed.slice(0, Math.max(0, at))
  if (!equal(signed.slice(at + 1), signatureOf(site, text))) throw notFound('link')
  const [memberId = '', kinds = ''] = text.split('.')
  return { memberId, kinds: kinds.split('+').filter(isKind) }
}

/** Switches off the mails that a signed link names. The link is all the permission needed: it came to the member's own address. */
export async function switchMailOff(site: Site, _actor: Actor, input: MailOffInput): Promise<MailOff> {
  const named = readMailOff(site, input)
  await site.db.transaction(async trx => {
    const row: { mailOff: string } | undefined = await trx('members').where({ id: named.memberId }).forUpdate().first('mailOff')
    if (!row) throw notFound('member')
    const off = new Set([...(JSON.parse(row.mailOff) as NotificationKind[]), ...named.kinds])
    const mailOff = JSON.stringify(notificationKinds.filter(kind => off.has(kind) && !alwaysMailed.includes(kind)))
    await trx('members').where({ id: named.memberId }).update({ mailOff })
  })
  return named
}

function signatureOf({ secret }: Pick<Site, 'secret'>, text: string): string {
  return createHmac('sha256', secret).update(`mail-off:${text}`).digest('base64url').slice(0, 32)
}

function isKind(text: string): text is NotificationKind {
  return (notificationKinds as readonly string[]).includes(text)
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
