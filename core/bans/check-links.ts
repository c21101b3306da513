import { invalid } from '../errors.ts'
import type { Held } from '../held/hold-entries.ts'
import type { Site } from '../site.ts'
import { type Ban, bansInForce } from './ban.ts'
import { domainsAround } from './ban-value.ts'

/** Where something leads: HTML that the site made itself, and addresses beside it. */
export interface Leading {
  html?: string
  links?: readonly (string | null | undefined)[]
}

interface LinkCheck {
  /** The field of the form that a refusal belongs to. */
  field?: string
  /** Whether there is a way to hold it. */
  mayHold?: boolean
  most?: number
  locale?: string | null
}

/** Most hosts of one text that are looked up; who links to more is told to link to less. */
const mostHosts = 200

/**
 * Looks where something leads that a member writes. Throws invalid under `field` when a domain is refused. Returns why it should be
 * held when one is to be looked at first; what cannot be held (`mayHold: false`) is refused then.
 */
export async function checkLinks(
  site: Site,
  leading: Leading,
  { field = 'body', mayHold = false, most = mostHosts, locale = null }: LinkCheck = {},
): Promise<Held | undefined> {
  const hosts = hostsOf(leading)
  if (hosts.length > most) throw invalid({ [field]: 'These are too many links.' })
  const bans = await bansOfHosts(site, hosts)
  const refused = mayHold ? bans.find(({ effect }) => effect === 'refuse') : bans[0]
  if (refused) {
    const { shown, reason } = refused
    const text = 'Links to {domain} are not accepted here: {reason}'
    throw invalid({ [field]: site.themes.translate(text, { domain: shown ?? '', reason }, locale ?? 'en') })
  }
  return bans[0] && heldFor(bans[0])
}

/** What becomes of each of many things that come in together, in their order: nothing, held, or refused. One query for all of them. */
export async function sortByLinks(site: Site, many: readonly Leading[]): Promise<(undefined | 'refused' | Held)[]> {
  const hosts = many.map(hostsOf)
  const bans = await bansOfHosts(site, [...new Set(hosts.flat())])
  if (bans.length === 0) return many.map(() => undefined)
  const byDomain = new Map(bans.map(ban => [ban.value!, ban]))
  return hosts.map(own => {
    const found = own.flatMap(domainsAround).flatMap(domain => byDomain.get(domain) ?? [])
    if (found.some(({ effect }) => effect === 'refuse')) return 'refused'
    return found[0] && heldFor(found[0])
  })
}

function heldFor({ shown, reason }: Ban): Held {
  return { reason: `It links to ${shown}: ${reason}`, by: 'bans' }
}

function hostsOf({ html = '', links = [] }: Leading): string[] {
  const written = [...html.matchAll(/(?:href|src)="(https?:\/\/[^"]+)"/gi)].map(([, url]) => url!)
  const urls = [...written, ...links.flatMap(link => link ?? [])]
  return [...new Set(urls.flatMap(url => URL.parse(url.replaceAll('&amp;', '&'))?.hostname ?? []))]
}

/** Refusing ones first. In portions that both databases take. */
async function bansOfHosts(site: Site, hosts: readonly string[]): Promise<Ban[]> {
  const domains = [...new Set(hosts.flatMap(domainsAround))]
  const found: Ban[] = []
  for (let at = 0; at < domains.length; at += 500)
    found.push(
      ...(await bansInForce(site.db, site.now())
        .where({ kind: 'link' })
        .whereIn('value', domains.slice(at, at + 500))
        .select('*')),
    )
  return found.sort((a, b) => Number(b.effect === 'refuse') - Number(a.effect === 'refuse'))
}
