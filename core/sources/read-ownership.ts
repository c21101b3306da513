import { attribute, type HtmlNode, isElement, parseHtml } from '../entries/html-tree.ts'

export interface OwnershipWork {
  html: string
  baseUrl: string
}

/** What a page says about whose it is. */
export interface OwnershipSigns {
  /** Absolute addresses that the page links to with rel=me. */
  me: string[]
  /** What the page says of itself in its head: where a profile's own description stands. */
  descriptions: string[]
}

const descriptionNames = new Set(['description', 'og:description', 'twitter:description', 'tributary-verification'])
const most = 200

/**
 * Reads a page, in a worker. The text of the page does not count: visitors may write there, but neither into its head nor with rel=me.
 */
export default function readOwnership({ html, baseUrl }: OwnershipWork): OwnershipSigns {
  const signs: OwnershipSigns = { me: [], descriptions: [] }
  const waiting: HtmlNode[] = parseHtml(html).childNodes.toReversed()
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (!isElement(node)) continue
    const rels = (attribute(node, 'rel') ?? '').toLowerCase().split(/\s+/)
    const url = URL.parse(attribute(node, 'href') ?? '', baseUrl)
    if (rels.includes('me') && url && signs.me.length < most) signs.me.push(url.href)
    const name = (attribute(node, 'name') ?? attribute(node, 'property') ?? '').toLowerCase()
    const content = attribute(node, 'content')
    if (node.tagName === 'meta' && content && descriptionNames.has(name)) signs.descriptions.push(content.slice(0, 10_000))
    for (const child of node.childNodes.toReversed()) waiting.push(child)
  }
  return signs
}
