import { Feed } from '../feeds/feed.ts'
import type { Site } from '../site.ts'
import { maybeInvitation } from './invitation.ts'

/** Who invites with this code; undefined when it is not valid (any more). */
export async function findInviter(site: Site, code: string): Promise<Feed | undefined> {
  const invitation = await maybeInvitation(site.db, code, site.now())
  return invitation && Feed.query(site.db).findById(invitation.inviterId).execute()
}
