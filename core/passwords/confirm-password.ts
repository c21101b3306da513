import type { MemberActor } from '../actor.ts'
import { forbidden, invalid } from '../errors.ts'
import type { Site } from '../site.ts'
import { isPassword } from './password.ts'

/**
 * Makes sure that it is the member who sits at the keyboard, before something that cannot be taken back. Only in a session of
 * the member's own: a token can be stolen and has no password.
 */
export async function confirmPassword(site: Site, actor: MemberActor, password: string, field: string): Promise<void> {
  if (actor.kind !== 'member') throw forbidden('This can only be done by signing in.')
  await site.limits.spend('password', actor.id)
  const member: { passwordHash: string } | undefined = await site.db('members').where({ id: actor.id }).first('passwordHash')
  if (!(await isPassword(password, member?.passwordHash))) throw invalid({ [field]: 'This is not your password.' })
  await site.limits.forget('password', actor.id)
}
