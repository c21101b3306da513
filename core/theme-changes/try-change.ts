import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { forbidden, invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { findTheme, withTheme } from '../looks/activate-theme.ts'
import type { Draft } from '../looks/draft.ts'
import type { Look } from '../looks/look.ts'
import { findVersion, publishedVersion } from '../looks/look-version.ts'
import { findProposal } from '../proposals/proposal.ts'
import type { Site } from '../site.ts'
import { mostPatch, patchLook } from './theme-patch.ts'

export const tryChangeInput = Type.Object({
  /** What somebody proposed, or, before that, a patch alone. */
  proposal: Type.Optional(Type.String({ maxLength: 36 })),
  patch: Type.Optional(Type.String({ maxLength: mostPatch })),
})

const hours = 24

/**
 * Lets one member see the whole site with what somebody else wrote, for a day or until they leave. It is shown to them as to a visitor,
 * in nobody's name. Throws forbidden, invalid, notFound and conflict.
 */
export async function tryChange(site: Site, actor: Actor, given: Static<typeof tryChangeInput>): Promise<Pick<Draft, 'id'>> {
  if (!isMember(actor)) throw forbidden('Only members try out what others propose.')
  const input = readInput(tryChangeInput, given)
  await site.limits.spend('edit-theme', actor.id)
  const published = await publishedVersion(site.db)
  const look = await lookOf(site, published.look, input)
  const now = site.now()
  const id = newId()
  await site.db.transaction(async trx => {
    await trx('look_drafts').where({ triedBy: actor.id }).delete()
    await trx('look_drafts').insert({
      id,
      look: JSON.stringify(look),
      basedOn: published.id,
      authorId: null,
      triedBy: actor.id,
      changedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + hours * 3_600_000).toISOString(),
    })
  })
  return { id }
}

async function lookOf(site: Site, look: Look, { proposal: id, patch }: Static<typeof tryChangeInput>): Promise<Look> {
  if (!id) return patchLook(site, look, patch ?? '')
  const { action, input } = await findProposal(site.db, id)
  if (action === 'look.change-files') return patchLook(site, look, String(input.patch))
  if (action === 'look.restore') return (await findVersion(site.db, String(input.version ?? ''))).look
  if (action === 'theme.activate') return withTheme(look, findTheme(site, input as { name: string }))
  throw invalid({ proposal: 'This is nothing that can be tried out.' })
}
