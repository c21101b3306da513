import type { MemberActor } from '../actor.ts'
import { SiteError } from '../errors.ts'
import type { Site } from '../site.ts'
import { maybeRestricted } from './restriction.ts'
import { tellRestriction } from './tell-restriction.ts'

/**
 * The one rule about who takes part: throws for a member who is silenced, suspended or removed, with why, until when and where to object.
 * Every verb asks it by which others see or hear something of a member.
 */
export async function checkMayTakePart(site: Site, actor: MemberActor): Promise<void> {
  const restriction = await maybeRestricted(site.db, actor.id, ['silence', 'suspension', 'removal'], site.now())
  if (restriction) throw new SiteError(403, 'restricted', tellRestriction(site, restriction, actor.member.locale))
}
