import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { notFound, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { Session } from './session.ts'

export const endSessionInput = Type.Object({ id: Type.String({ maxLength: 64 }) })
export type EndSessionInput = Static<typeof endSessionInput>

/** Signs one of one's own browsers out. */
export async function endSession(site: Site, actor: Actor, { id }: EndSessionInput): Promise<void> {
  if (!isMember(actor)) throw unauthorized()
  const ended = await site.db.transaction(async trx => Session.query(trx).delete().where({ id, memberId: actor.id }))
  if (ended === 0) throw notFound('session')
}

/** Signs all of one's own browsers out but this one. Says how many. */
export async function endOtherSessions(site: Site, actor: Actor, { sessionId }: { sessionId: string }): Promise<number> {
  if (!isMember(actor)) throw unauthorized()
  return site.db.transaction(async trx => Session.query(trx).delete().where({ memberId: actor.id }).whereNot({ id: sessionId }))
}
