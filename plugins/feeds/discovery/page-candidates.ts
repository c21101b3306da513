import { readLinkHeader } from '../link-header.ts'
import { absoluteUrl } from '../text/absolute-url.ts'
import { isFeedLink } from './find-feed-links.ts'
import type { Look } from './look-worker.ts'

export interface Candidate {
  url: string
  title?: string
  /** Whether a page or its server calls it a feed, or it only looks like one. */
  declared: boolean
}

/** Where the feeds of a page may be: those that it or its server declares, and those that its anchors look like. */
export function pageCandidates(page: Look & { url: string; linkHeader?: string }): { declared: Candidate[]; guessed: Candidate[] } {
  const base = absoluteUrl(page.base, page.url) ?? page.url
  const onPage = page.links.map(link => ({ ...link, url: absoluteUrl(link.href, base) }))
  const inHeader = readLinkHeader(page.linkHeader, page.url)
    .filter(({ rels, type }) => isFeedLink(rels, type))
    .map(link => ({ ...link, declared: true }))
  const declared = [...onPage.filter(link => link.declared), ...inHeader]
  return {
    declared: bestFirst(unique(declared)).slice(0, MOST),
    guessed: bestFirst(unique(onPage.filter(link => !link.declared))).slice(0, MOST),
  }
}

/** Addresses that feeds have on many sites, for a page that names none: beside the page, then at the top of the site. */
export function wellKnownAddresses(page: string): Candidate[] {
  const folder = page.replace(/[?#].*$/, '').replace(/\/?$/, '/')
  const beside = ['feed', 'index.xml', 'rss.xml'].map(name => absoluteUrl(name, folder))
  const top = ['/feed', '/rss.xml', '/atom.xml', '/feed.xml', '/index.xml', '/feed.json', '/rss'].map(name => absoluteUrl(name, page))
  return unique([...beside, ...top].map(url => ({ url, declared: false })))
}

// Some blogs declare a feed for every category; nobody chooses from fifty.
const MOST = 8

function unique(candidates: (Omit<Candidate, 'url'> & { url?: string })[]): Candidate[] {
  const seen = new Map<string, Candidate>()
  for (const { url, title, declared } of candidates) if (url && !seen.has(url)) seen.set(url, { url, title, declared })
  return [...seen.values()]
}

/** What people write about, then what others say about it. */
function bestFirst(candidates: Candidate[]): Candidate[] {
  const aside = ({ url, title = '' }: Candidate) => Number(/comment|kommentar|comentario|commentaire/i.test(`${url} ${title}`))
  return candidates.toSorted((one, other) => aside(one) - aside(other))
}
