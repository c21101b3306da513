import type { Knex } from 'knex'
import { type Actor, isMember } from '../actor.ts'
import { conflict, forbidden, invalid, tooMany } from '../errors.ts'
import { fetchOffered } from '../plugin-indexes/fetch-package.ts'
import type { Site } from '../site.ts'
import { checkBrowser } from './check-install.ts'
import { isTaken, storePackage } from './package-store.ts'
import { readPackage } from './read-package.ts'

/** A package that a member brought, to be proposed. Nothing of it runs before it is installed. */
export interface PluginOffer {
  name: string
  package: string
  /** Address of the index it came from; `file` when somebody handed it in. */
  source: string
  memberId: string | null
  createdAt: string
}

const mostBytes = 3_000_000
const mostOfMember = 5
const days = 14

/** Takes the file of a package that a member wants to propose. Throws forbidden, tooMany, and invalid with the field `file`. */
export async function offerPackage(site: Site, actor: Actor, bytes: Buffer, source = 'file'): Promise<PluginOffer> {
  if (!isMember(actor)) throw forbidden('Only members propose plugins.')
  checkBrowser(site, actor)
  await site.limits.spend('offer-package', actor.id)
  if (bytes.length > mostBytes) throw invalid({ file: `A package that is proposed may have ${mostBytes / 1_000_000} MB.` })
  const found = await readPackage(bytes)
  const { manifest, id } = found
  if (manifest.runtime === 'trusted')
    throw invalid({
      file: 'It would run inside the site and could do whatever the site can. Only those who run the machine can install it.',
    })
  // The name of a folder holds only a part of the hash, and nothing of the signature. What somebody looked at, or what runs, must not
  // turn into something else: without its signature it would not run any more, with another one it would belong to somebody else.
  if (isTaken(site.config, found)) throw conflict('Another package with this name and version waits here already.')
  const own: { count: number | string }[] = await site.db('plugin_offers').where({ memberId: actor.id }).count('* as count')
  const offer = { name: manifest.name, package: id, source, memberId: actor.id, createdAt: site.now().toISOString() }
  if (Number(own[0]?.count ?? 0) >= mostOfMember && !(await isOffered(site.db, offer)))
    throw tooMany(`You have brought ${mostOfMember} packages already. Each is kept for ${days} days.`)
  storePackage(site.config, found)
  await site.db.transaction(trx => trx('plugin_offers').insert(offer).onConflict(['name', 'package']).ignore())
  return offer
}

/** The same for a plugin of one of the indexes that the operator chose. */
export async function offerFromIndex(site: Site, actor: Actor, named: { name: string; version?: string }): Promise<PluginOffer> {
  if (!isMember(actor)) throw forbidden('Only members propose plugins.')
  await site.limits.spend('offer-package', actor.id)
  const { bytes, from } = await fetchOffered(site, named)
  return offerPackage(site, actor, bytes, from)
}

/** Whether a package lies here because somebody wants to propose it, or did. */
export async function isOffered(db: Knex, { name, package: id }: Pick<PluginOffer, 'name' | 'package'>): Promise<boolean> {
  return (await keptOffers(db)).some(one => one.name === name && one.package === id)
}

/** Packages whose files have to stay: those that members brought, and those that open proposals name. */
export async function keptOffers(db: Knex): Promise<Pick<PluginOffer, 'name' | 'package'>[]> {
  const offers: Pick<PluginOffer, 'name' | 'package'>[] = await db('plugin_offers').select('name', 'package')
  const rows: { input: string }[] = await db('proposals')
    .whereIn('action', ['plugin.install', 'plugin.update'])
    .whereIn('state', ['published', 'voting', 'passed'])
    .select('input')
  return [...offers, ...rows.map(({ input }) => JSON.parse(input) as { name: string; package: string })]
}

/** Forgets what was brought and not proposed. */
export async function sweepOffers({ db, now }: Pick<Site, 'db' | 'now'>): Promise<void> {
  const since = new Date(now().getTime() - days * 86_400_000).toISOString()
  await db.transaction((trx: Knex.Transaction) => trx('plugin_offers').where('createdAt', '<', since).delete())
}
