import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { conflict, invalid, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import { confirmPassword } from '../passwords/confirm-password.ts'
import { maybeRestricted } from '../restrictions/restriction.ts'
import { Session } from '../sessions/session.ts'
import type { Site } from '../site.ts'
import { keepAnAdmin } from './change-site-role.ts'
import { tidyHandle } from './handle.ts'
import { mailMember } from './mail-member.ts'

/** Days in which one can change one's mind. */
export const graceDays = 14

export const closeAccountInput = Type.Object({
  closingHandle: Type.String({ maxLength: 40 }),
  closingPassword: Type.String({ maxLength: 200 }),
})
export type CloseAccountInput = Static<typeof closeAccountInput>

/** Asks for the own account to be deleted: signs out everywhere now, and destroys it when the grace period is over. */
export async function closeAccount(site: Site, actor: Actor, input: CloseAccountInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  if (tidyHandle(input.closingHandle) !== actor.member.feed.handle) throw invalid({ closingHandle: 'This is not your handle.' })
  await confirmPassword(site, actor, input.closingPassword, 'closingPassword')
  const closingAt = new Date(site.now().getTime() + graceDays * 86_400_000).toISOString()
  await site.db.transaction(async trx => {
    if (actor.member.role === 'admin') await keepAnAdmin(trx, actor.id)
    const changed = await trx('members').where({ id: actor.id }).whereNull('closingAt').update({ closingAt })
    if (changed === 0) throw conflict('Your account is about to be deleted already.')
    await Session.query(trx).delete().where({ memberId: actor.id })
    await trx('password_resets').where({ memberId: actor.id }).delete()
    await mailMember(site, trx, actor.id, 'account-closing')
  })
}

/** Keeps the account after all. */
export async function keepAccount(site: Site, actor: Actor): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const removal = await maybeRestricted(site.db, actor.id, ['removal'], site.now())
  if (removal) throw conflict('Moderators removed this account. You can object, but not keep it yourself.')
  const kept = await site.db.transaction(trx =>
    trx('members').where({ id: actor.id }).where('closingAt', '>', site.now().toISOString()).update({ closingAt: null }),
  )
  if (kept === 0 && actor.member.closingAt) throw conflict('It is too late: your account is being deleted.')
}
