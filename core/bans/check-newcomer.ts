import { forbidden } from '../errors.ts'
import type { Client } from '../http/client.ts'
import type { Site } from '../site.ts'
import { type Ban, maybeBan } from './ban.ts'
import { domainsAround, networksAround } from './ban-value.ts'

/** The ban under which whoever comes from this address is, if any. Behind a proxy it is the address that the server trusts (`ctx.ip`). */
export function maybeAddressBan(site: Site, { address }: Client): Promise<Ban | undefined> {
  return maybeBan(site.db, 'address', networksAround(address), site.now())
}

/**
 * Looks at where a visitor who signs up comes from and writes from: throws forbidden where that is shut out. Returns why somebody
 * should look at the account first, if so.
 */
export async function checkNewcomer(site: Site, { client, email }: { client: Client; email: string }): Promise<string | undefined> {
  const bans = [await maybeAddressBan(site, client), await maybeEmailBan(site, email)]
  const refused = bans.find(ban => ban?.effect === 'refuse')
  if (refused?.kind === 'address')
    throw forbidden('Nobody can join from where you are at the moment. If that is wrong, ask who runs this site.')
  if (refused) throw forbidden('Addresses of this e-mail provider are not accepted here. Please use another one.')
  const doubt = bans.find(ban => ban !== undefined)
  return doubt && `${doubt.kind === 'address' ? 'Where they come from' : 'Their e-mail provider'} is looked at first: ${doubt.reason}`
}

/** The ban under which the provider of an e-mail address is, if any. */
export function maybeEmailBan(site: Site, email: string): Promise<Ban | undefined> {
  return maybeBan(site.db, 'email', domainsAround(email.slice(email.lastIndexOf('@') + 1)), site.now())
}
