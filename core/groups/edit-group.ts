import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { checkProfileLinks } from '../bans/check-profile-links.ts'
import { forbidden, invalid } from '../errors.ts'
import { Feed } from '../feeds/feed.ts'
import { Type } from '../http/type.ts'
import { tidyName } from '../members/tidy-name.ts'
import type { Site } from '../site.ts'
import { findGroup } from './group.ts'
import { canManage } from './group-access.ts'
import { maybeRole } from './membership.ts'

export const groupEditInput = Type.Object({
  handle: Type.String({ maxLength: 40 }),
  name: Type.String({ minLength: 1, maxLength: 60 }),
  description: Type.String({ default: '', maxLength: 1000 }),
})

export interface GroupEditInput extends Static<typeof groupEditInput> {
  /** What `saveAvatar` returned; null takes the picture away. Not in the schema: a form cannot name a file. */
  picture?: string | null
}

/** Changes name, description and picture of a group. Handle and access stay: links and promises depend on them. */
export async function editGroup(site: Site, actor: Actor, input: GroupEditInput): Promise<void> {
  const name = tidyName(input.name)
  if (name === '') throw invalid({ name: 'Please fill this in.' })
  if (isMember(actor)) await checkProfileLinks(site, actor, { text: input.description, field: 'description' })
  await site.db.transaction(async trx => {
    const group = await findGroup(trx, input.handle)
    if (!canManage(actor, await maybeRole(trx, group.id, actor.id))) throw forbidden('Only admins of this group can change it.')
    const change = { name, description: input.description.trim(), ...(input.picture !== undefined && { picture: input.picture }) }
    await Feed.query(trx).patch(change).where({ id: group.id })
    await site.announce(trx, 'feed.edited', { feedId: group.id })
  })
}
