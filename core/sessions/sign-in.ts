import type { Knex } from 'knex'
import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { checkSignInAddress } from '../bans/check-sign-in-address.ts'
import { forbidden, invalid } from '../errors.ts'
import { type Client, networkOf } from '../http/client.ts'
import { Type } from '../http/type.ts'
import { tidyHandle } from '../members/handle.ts'
import type { Member } from '../members/member.ts'
import { isPassword } from '../passwords/password.ts'
import { KeptOut } from '../restrictions/kept-out.ts'
import { closingKinds, maybeRestricted } from '../restrictions/restriction.ts'
import type { Site } from '../site.ts'
import { openSession, Session } from './session.ts'

export const signInInput = Type.Object({
  /** Handle or e-mail address. */
  login: Type.String({ maxLength: 254 }),
  password: Type.String({ maxLength: 200 }),
})
export type SignInInput = Static<typeof signInInput>

interface From {
  client: Client
  /** The session that this browser had until now; it ends. */
  sessionId?: string | undefined
}

/** Signs in by handle or e-mail address. Whoever guesses learns nothing from answer or time: neither who exists nor what was wrong. */
export async function signIn(site: Site, _actor: Actor, input: SignInInput & From): Promise<{ token: string; closingAt: string | null }> {
  const login = tidyHandle(input.login)
  await site.limits.spend('sign-in-address', networkOf(input.client.address))
  await site.limits.spend('sign-in-account', login)
  const member = await maybeMemberByLogin(site.db, login)
  const now = site.now()
  const open = member && (member.closingAt === null || member.closingAt > now.toISOString()) ? member : undefined
  if (!(await isPassword(input.password, open?.passwordHash)) || !open) {
    throw invalid({ password: 'Handle, e-mail address or password is not right.' })
  }
  if (open.waitingSince) throw forbidden('Your account waits until somebody who runs this site has looked at it.')

  const restriction = await maybeRestricted(site.db, open.id, closingKinds, now)
  if (restriction) throw new KeptOut(site, restriction)
  await checkSignInAddress(site, input.client, open.role)

  const token = await site.db.transaction(async trx => {
    if (input.sessionId) await Session.query(trx).deleteById(input.sessionId)
    await trx('members').where({ id: open.id }).update({ seenAt: now.toISOString() })
    return openSession(trx, open.id, input.client, now)
  })
  await site.limits.forget('sign-in-account', login)
  return { token, closingAt: open.closingAt }
}

type Found = Pick<Member, 'id' | 'passwordHash' | 'role' | 'waitingSince' | 'closingAt'>

/** Who signs in with this handle or e-mail address, if anybody. */
export async function maybeMemberByLogin(db: Knex, login: string): Promise<Found | undefined> {
  const query = db('members as m').join('feeds as f', 'f.id', 'm.id')
  const found = login.includes('@') ? query.where('m.email', login) : query.where('f.handle', login)
  return found.first<Found | undefined>('m.id', 'm.passwordHash', 'm.role', 'm.waitingSince', 'm.closingAt')
}
