import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { conflict } from '../errors.ts'
import { type Client, networkOf } from '../http/client.ts'
import { Type } from '../http/type.ts'
import { tidyHandle } from '../members/handle.ts'
import { maybeMemberByLogin } from '../sessions/sign-in.ts'
import type { Site } from '../site.ts'
import { makeResetLink } from './password-reset.ts'

export const requestPasswordResetInput = Type.Object({
  /** Handle or e-mail address. */
  login: Type.String({ maxLength: 254 }),
})
export type RequestPasswordResetInput = Static<typeof requestPasswordResetInput>

/** Asks for a mail with a link to a new password. What happens is the same for somebody who does not exist: a job, later. */
export async function requestPasswordReset(
  site: Site,
  _actor: Actor,
  input: RequestPasswordResetInput & { client: Client },
): Promise<void> {
  if (!site.mailer.enabled) throw conflict('This site sends no mail. Please ask the people who run it for a link.')
  const login = tidyHandle(input.login)
  await site.limits.spend('reset-address', networkOf(input.client.address))
  await site.limits.spend('reset-account', login)
  await site.db.transaction(trx => site.jobs.add(trx, 'mail-password-reset', { login }))
}

/** The job: looks who it is, makes the link and sends it. The link is kept nowhere else. */
export async function mailPasswordReset(site: Site, { login }: { login: string }): Promise<void> {
  const found = await maybeMemberByLogin(site.db, login)
  if (!found || found.waitingSince) return
  const member: { email: string | null; locale: string | null; name: string } | undefined = await site
    .db('members as m')
    .join('feeds as f', 'f.id', 'm.id')
    .where('m.id', found.id)
    .first('m.email', 'm.locale', 'f.name')
  if (!member?.email) return
  const link = await site.db.transaction(trx => makeResetLink(site, trx, found.id))
  const values = { site: site.settings.siteName, name: member.name, link }
  const say = (key: string): string => site.themes.translate(key, values, member.locale ?? 'en')
  await site.mailer.send({
    to: member.email,
    subject: say('A new password for {site}'),
    text: say(
      'Hello {name},\n\nsomebody, probably you, asked for a new password on {site}. Choose it here within 8 hours:\n{link}\n\nIf it was not you, there is nothing to do: your old password stays.',
    ),
  })
}
