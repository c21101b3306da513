import { existsSync } from 'node:fs'
import type { Element, Root, RootContent } from 'hast'
import { fromHtml } from 'hast-util-from-html'

const elements = new Set(
  `p br hr a strong b em i u s del ins sub sup small mark abbr cite q kbd code pre blockquote ul ol li dl dt dd h3 h4 h5 h6 img figure
   figcaption table caption colgroup col thead tbody tfoot tr th td details summary ruby rt rp rb rtc time bdi bdo`.split(/\s+/),
)
const attributes = new Set(
  'dir lang title href rel src alt width height loading start reversed type value colSpan rowSpan scope span open dateTime'.split(' '),
)

/** Everything in some HTML, as a parser reads it, that could do more than be read. Does not look at the rules of the sanitiser. */
export function dangersIn(html: string): string[] {
  return [...dangersOf(fromHtml(html, { fragment: true })), ...dangersOf(fromHtml(`<!doctype html><body><div>${html}</div>`))]
}

function* dangersOf(node: Root | RootContent): Generator<string> {
  if (node.type === 'element') yield* dangersOfElement(node)
  if (node.type === 'comment') yield node.type
  if ('children' in node) for (const child of node.children) yield* dangersOf(child)
}

function* dangersOfElement(element: Element): Generator<string> {
  const page = ['html', 'head', 'body', 'div'].includes(element.tagName) && Object.keys(element.properties).length === 0
  if (!elements.has(element.tagName) && !page) yield `<${element.tagName}>`
  for (const [name, value] of Object.entries(element.properties)) {
    if (!attributes.has(name)) yield `<${element.tagName} ${name}>`
    if (name === 'href' && !/^(https?:\/\/|mailto:)/.test(String(value))) yield `href ${value}`
    if (name === 'src' && !/^(https:\/\/cache\.example\/|\/media\/outside\/)/.test(String(value))) yield `src ${value}`
    if (name === 'rel' && String(value).replaceAll(',', ' ') !== 'nofollow noopener noreferrer ugc') yield `rel ${value}`
  }
  if (element.tagName === 'a' && !element.properties.rel) yield 'a link without rel'
}

/** Where a folder of third-party test material is, or undefined when it is not on this machine. */
export function corpus(path: string): URL | undefined {
  const url = new URL(`../../../../shared/corpora/${path}`, import.meta.url)
  if (existsSync(url)) return url
  if (process.env.REQUIRE_ALL_SUITES === '1') throw new Error(`The test material ${path} is missing, and REQUIRE_ALL_SUITES is set.`)
  return undefined
}
