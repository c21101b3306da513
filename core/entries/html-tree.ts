import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html as parse5Names, parseFragment } from 'parse5'

export type HtmlNode = DefaultTreeAdapterTypes.ChildNode
export type HtmlElement = DefaultTreeAdapterTypes.Element
export type HtmlParent = DefaultTreeAdapterTypes.ParentNode

const longestInput = 1_000_000
// About 50 MB of memory. An article of a million characters has a third of it.
const mostElements = 100_000

/**
 * Reads HTML as a browser would inside a `<div>`. Throws RangeError when a short text would grow into a very large tree
 * (left open, each formatting element is opened again in every following paragraph).
 */
export function parseHtml(html: string): HtmlParent {
  const input = html.slice(0, longestInput).toWellFormed()
  const enough = Math.min(mostElements, 2_000 + input.length / 2)
  let elements = 0
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    createElement(name, namespace, attributes) {
      if (++elements > enough) throw new RangeError('This HTML has more elements than it has room for.')
      return defaultTreeAdapter.createElement(name, namespace, attributes)
    },
  }
  const around = defaultTreeAdapter.createElement('div', parse5Names.NS.HTML, [])
  // Without scripts, what stands in <noscript> is HTML like the rest.
  return parseFragment(around, input, { treeAdapter, scriptingEnabled: false })
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return 'tagName' in node
}

export function isText(node: HtmlNode): node is DefaultTreeAdapterTypes.TextNode {
  return node.nodeName === '#text'
}

export function isHtml(element: HtmlElement): boolean {
  return element.namespaceURI === parse5Names.NS.HTML
}

export function attribute(element: HtmlElement, name: string): string | undefined {
  return element.attrs.find(one => one.name === name)?.value
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;')
}
