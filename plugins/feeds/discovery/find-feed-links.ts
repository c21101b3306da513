import type { Element, Nodes, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { visit } from 'unist-util-visit'

/** A place on a page that says, or looks as if, it leads to a feed. */
export interface FeedLink {
  /** As the page writes it: relative, and with whatever scheme. */
  href: string
  title?: string
  /** Whether the page declares it to be a feed, or only an anchor looks like it. */
  declared: boolean
}

export interface FeedLinks {
  /** What `<base href>` says. */
  base?: string
  /** The address that the page gives itself: of a channel by its id, say, when it was asked for by its name. */
  canonical?: string
  links: FeedLink[]
}

/** Finds feeds in the HTML of a page: declared ones in the order of the page, then anchors that look like feeds. */
export function findFeedLinks(html: string): FeedLinks {
  const root = fromHtml(html)
  const declared: FeedLink[] = []
  const anchors: FeedLink[] = []
  let base: string | undefined
  let canonical: string | undefined
  visit(root as Root, 'element', element => {
    const href = attribute(element, 'href')
    if (!href) return
    if (element.tagName === 'base') base ??= href
    if (element.tagName === 'link' && relsOf(element).includes('canonical')) canonical ??= href
    if (element.tagName === 'link' && declares(element)) declared.push({ href, title: attribute(element, 'title'), declared: true })
    if (element.tagName === 'a' && declares(element)) declared.push({ href, title: attribute(element, 'title'), declared: true })
    else if (element.tagName === 'a' && looksLike(href, element)) anchors.push({ href, declared: false })
  })
  return { base, canonical, links: firstOfEach([...declared, ...anchors]) }
}

/** Whether a link with this relation and type leads to a feed. */
export function isFeedLink(rels: readonly string[], type: string | undefined): boolean {
  if (rels.includes('feed')) return true
  if (!rels.includes('alternate') || rels.includes('stylesheet') || rels.includes('hreflang')) return false
  return feedTypes.has(type?.split(';')[0]?.trim().toLowerCase() ?? '')
}

const feedTypes = new Set([
  ...['application/rss+xml', 'application/atom+xml', 'application/feed+json', 'application/json', 'application/rdf+xml', 'application/xml'],
  ...[
    'text/xml',
    'text/rss+xml',
    'text/atom+xml',
    'text/rss',
    'text/rdf+xml',
    'application/rss',
    'application/atom',
    'application/x-rss+xml',
  ],
  ...['application/x-atom+xml', 'text/x-opml+rss'],
])

function declares(element: Element): boolean {
  // WordPress declares its programming interface and oEmbed as alternates of type JSON and XML.
  return isFeedLink(relsOf(element), attribute(element, 'type')) && !interfaces.test(attribute(element, 'href') ?? '')
}

function relsOf(element: Element): string[] {
  const rel = element.properties.rel
  const rels = Array.isArray(rel) ? rel.map(String) : String(rel ?? '').split(/\s+/)
  return rels.map(word => word.toLowerCase())
}

function looksLike(href: string, anchor: Element): boolean {
  if (interfaces.test(href)) return false
  return feedAddress.test(href.replace(/#.*$/, '')) || feedWords.test(textOf(anchor))
}

const interfaces = /wp-json\/|\/oembed/i
const feedAddress =
  /(?:^|\/)(?:feeds?|rss|atom|\.rss|index\.xml|index\.rdf|rss2?\.(?:xml|php)|atom\.xml|feed\.(?:xml|json|atom|rss)|feeds?\/(?:rss|atom|all|default|posts\/default)\/?)\/?$|\.(?:rss|atom|rdf)$|[?&]feed=(?:rss2?|atom|rdf)\b/i
const feedWords = /\b(?:rss|atom|feeds?|subscribe|syndicate|syndication)\b/i

function textOf(node: Nodes): string {
  let text = ''
  visit(node, 'text', ({ value }) => {
    if (text.length < 300) text += `${value} `
  })
  return text
}

function attribute(element: Element, name: string): string | undefined {
  const value = element.properties[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

function firstOfEach(links: FeedLink[]): FeedLink[] {
  const seen = new Set<string>()
  return links.filter(({ href }) => !seen.has(href) && seen.add(href))
}
