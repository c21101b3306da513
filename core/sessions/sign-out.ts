import type { Actor } from '../actor.ts'
import type { Site } from '../site.ts'
import { Session } from './session.ts'

/** Ends the session of this browser. Without one there is nothing to do. */
export async function signOut(site: Site, actor: Actor, input: { sessionId?: string | undefined }): Promise<void> {
  const { sessionId } = input
  const memberId = actor.id
  if (!sessionId || !memberId) return
  await site.db.transaction(async trx => Session.query(trx).delete().where({ id: sessionId, memberId }))
}
