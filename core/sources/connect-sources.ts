import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { checkLinks } from '../bans/check-links.ts'
import { invalid, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import { checkMayTakePart } from '../restrictions/check-may-take-part.ts'
import type { Site } from '../site.ts'
import { mostSources, sourceRow } from './connect-source.ts'
import { restoreImported } from './remove-imported.ts'

export const connectManyInput = Type.Object({
  /** Each an address, a space, and a title. */
  feeds: Type.Array(Type.String({ maxLength: 2500 }), { default: [], maxItems: 500 }),
})
export type ConnectManyInput = Static<typeof connectManyInput>

/**
 * Connects feeds of a list. They are fetched one after the other as their time comes, which is now. Those that the member has already, or
 * whose owner had them taken out, are left out. Returns how many were connected.
 */
export async function connectSources(site: Site, actor: Actor, input: ConnectManyInput): Promise<{ connected: number }> {
  if (!isMember(actor)) throw unauthorized()
  await checkMayTakePart(site, actor)
  if (input.feeds.length === 0) throw invalid({ feeds: 'Choose at least one feed.' })
  const type = site.registry.sourceTypes.has('feed') ? 'feed' : (site.registry.sourceTypes.keys().next().value ?? '')
  const rows = input.feeds.map(line => {
    const [url = '', ...title] = line.split(' ')
    return sourceRow(site, actor, { type, url, title: title.join(' ') })
  })
  await checkLinks(site, { links: rows.map(({ url }) => url) }, { field: 'feeds', most: rows.length, locale: actor.member.locale })
  return site.db.transaction(async trx => {
    const own: string[] = await trx('sources').where({ memberId: actor.id }).pluck('url')
    const claimed: string[] = await trx('source_claims').whereNot({ memberId: actor.id }).pluck('url')
    const taken = new Set([...own, ...claimed])
    const fresh = [...new Map(rows.map(row => [row.url, row])).values()].filter(row => !taken.has(row.url))
    const room = fresh.slice(0, Math.max(0, mostSources - own.length))
    for (const row of room) {
      await trx('sources').insert(row)
      await restoreImported(trx, row)
      await site.announce(trx, 'source.connected', { sourceId: row.id, memberId: actor.id })
    }
    return { connected: room.length }
  })
}
