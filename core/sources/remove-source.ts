import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { removeImported } from './remove-imported.ts'
import { findSource } from './source.ts'

export const removeSourceInput = Type.Object({
  id: Type.String(),
  imported: Type.Union([Type.Literal('keep'), Type.Literal('remove')], { problem: 'Say whether to keep what came in from it.' }),
})
export type RemoveSourceInput = Static<typeof removeSourceInput>

/**
 * Disconnects a source. What it brought stays, or goes where nobody else has said anything to it. Returns how many entries went.
 */
export async function removeSource(site: Site, actor: Actor, input: RemoveSourceInput): Promise<{ removed: number }> {
  const source = await findSource(site.db, actor.id, input.id)
  return site.db.transaction(async trx => {
    const removed = input.imported === 'remove' ? await removeImported(trx, source, site.now()) : 0
    await trx('sources').where({ id: source.id }).delete()
    await site.announce(trx, 'source.removed', { sourceId: source.id, memberId: source.memberId })
    return { removed }
  })
}
