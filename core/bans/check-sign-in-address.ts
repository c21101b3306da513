import { forbidden } from '../errors.ts'
import type { Client } from '../http/client.ts'
import type { Site } from '../site.ts'
import { maybeAddressBan } from './check-newcomer.ts'

/**
 * Throws forbidden when nobody signs in from this address. Whoever looks after the site gets in from everywhere: a ban of their own
 * network must not lock them out.
 */
export async function checkSignInAddress(site: Site, client: Client, role: string): Promise<void> {
  if (role === 'admin' || (site.roles.get(role)?.permissions.length ?? 0) > 0) return
  if ((await maybeAddressBan(site, client))?.effect === 'refuse')
    throw forbidden('Nobody can sign in from where you are at the moment. If that is wrong, ask who runs this site.')
}
