import { type Actor, isMember } from '../actor.ts'
import { conflict, forbidden } from '../errors.ts'
import { publishedVersion } from '../looks/look-version.ts'
import { discardDraft, keepDraft } from '../looks/save-draft.ts'
import { findProposal } from '../proposals/proposal.ts'
import type { Site } from '../site.ts'
import { patchLook } from './theme-patch.ts'

/**
 * Puts what somebody proposed into their own draft again, to amend it. Only what they wrote themselves: a draft is shown to its author in
 * their own name. Throws forbidden, notFound, and conflict when it does not fit any more.
 */
export async function resumeProposal(site: Site, actor: Actor, proposalId: string): Promise<void> {
  const { action, input, proposedBy, state } = await findProposal(site.db, proposalId)
  if (!isMember(actor) || proposedBy !== actor.id) throw forbidden('Only who proposed it can amend it.')
  if (action !== 'look.change-files' || state !== 'published') throw conflict('It can be amended while it is being discussed.')
  const published = await publishedVersion(site.db)
  const look = patchLook(site, published.look, String(input.patch))
  await discardDraft(site, actor)
  const { id } = await keepDraft(site, actor, () => look)
  await site.db.transaction(trx => trx('look_drafts').where({ id }).update({ amends: proposalId }))
}
