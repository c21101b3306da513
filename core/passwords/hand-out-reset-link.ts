import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { forbidden } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findMember } from '../members/member.ts'
import type { Site } from '../site.ts'
import { makeResetLink } from './password-reset.ts'

export const handOutResetLinkInput = Type.Object({ handle: Type.String({ maxLength: 40 }) })
export type HandOutResetLinkInput = Static<typeof handOutResetLinkInput>

/** Makes a link to a new password, for an operator to hand to its member. From the command line only: a link opens an account. */
export async function handOutResetLink(site: Site, actor: Actor, input: HandOutResetLinkInput): Promise<string> {
  if (actor.kind !== 'system') throw forbidden('Only whoever runs the machine can hand out such a link.')
  const member = await findMember(site.db, input.handle)
  return site.db.transaction(trx => makeResetLink(site, trx, member.id))
}
