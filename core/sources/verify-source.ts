import { type Actor, isMember } from '../actor.ts'
import { invalid, unauthorized } from '../errors.ts'
import type { Site } from '../site.ts'
import { checkOwnership } from './check-ownership.ts'
import type { SourceInput } from './pause-source.ts'
import { findSource, type Source } from './source.ts'

/** Looks whether a source is its member's own. From then on the stream says that they wrote what comes from it. */
export async function verifySource(site: Site, actor: Actor, input: SourceInput): Promise<Source> {
  if (!isMember(actor)) throw unauthorized()
  const source = await findSource(site.db, actor.id, input.id)
  if (source.verifiedAt) return source
  await site.limits.spend('verify-source', actor.id)
  const ownership = await checkOwnership(site, actor, source)
  if (!ownership.owned) throw invalid({ proof: ownership.problem })

  const verifiedAt = site.now().toISOString()
  await site.db.transaction(async trx => {
    await trx('sources').where({ id: source.id }).update({ verifiedAt })
    await trx('entries').where({ sourceId: source.id }).update({ viaVerifiedAt: verifiedAt })
  })
  return source.$set({ verifiedAt })
}
