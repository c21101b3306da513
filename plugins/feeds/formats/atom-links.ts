import type { AtomFeed } from 'feedsmith'
import { absoluteUrl } from '../text/absolute-url.ts'

type Links = readonly AtomFeed.Link<string>[] | undefined

/** The page for people behind an Atom feed or entry. */
export function atomLink(links: Links): string | undefined {
  const pages = links?.filter(({ rel, href }) => href && (rel === undefined || relIs(rel, 'alternate'))) ?? []
  const page = pages.find(({ type }) => type === undefined || /html/i.test(type)) ?? pages[0]
  return page?.href
}

/** WebSub hubs that a feed names. */
export function hubLinks(links: Links, base: string | undefined): string[] {
  const hubs = links?.filter(({ rel }) => relIs(rel, 'hub')).map(({ href }) => absoluteUrl(href, base))
  return hubs?.filter(hub => hub !== undefined) ?? []
}

/** A relation may be written as its registered name or as IANA's address of it. */
export function relIs(rel: string | undefined, name: string): boolean {
  return rel?.toLowerCase().replace('http://www.iana.org/assignments/relation/', '').split(/\s+/).includes(name) ?? false
}
