import type { Static } from 'typebox'
import { may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import { notFound, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { Invitation } from './invitation.ts'

export const revokeInvitationInput = Type.Object({ id: Type.String({ maxLength: 36 }) })
export type RevokeInvitationInput = Static<typeof revokeInvitationInput>

/** Takes an invitation back: nobody can join with it from now on. Who looks after members may take back everybody's. */
export async function revokeInvitation(site: Site, actor: Actor, { id }: RevokeInvitationInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const own = may(actor, 'members') ? {} : { inviterId: actor.id }
  const gone = await site.db.transaction(async trx =>
    Invitation.query(trx)
      .delete()
      .where({ id, ...own }),
  )
  if (gone === 0) throw notFound('invitation')
}
