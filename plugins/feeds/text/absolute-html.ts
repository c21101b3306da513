import { fromHtml } from 'hast-util-from-html'
import { toHtml } from 'hast-util-to-html'
import { visit } from 'unist-util-visit'
import { absoluteUrl } from './absolute-url.ts'
import { htmlDepth } from './html-depth.ts'
import { plainText } from './plain-text.ts'

/** Resolves relative addresses inside HTML. It stays as hostile as it was: cleaning is the core's work. */
export function absoluteHtml(html: string, base: string | undefined): string {
  const cut = html.length > LONGEST ? html.slice(0, html.lastIndexOf('<', LONGEST)) : html
  if (htmlDepth(cut) > DEEPEST) return plainText(cut) ?? ''
  if (!base || !relative.test(cut)) return cut

  const root = fromHtml(cut, { fragment: true })
  visit(root, 'element', element => {
    for (const name of ['href', 'src', 'poster', 'cite', 'dataSrc'] as const) {
      const value = element.properties[name]
      if (typeof value === 'string' && !absolute.test(value)) element.properties[name] = absoluteUrl(value, base) ?? value
    }
    const set = element.properties.srcSet
    if (typeof set === 'string') element.properties.srcSet = absoluteSet(set, base)
  })
  return toHtml(root, { allowDangerousHtml: true })
}

const LONGEST = 1_000_000
// Parsers of HTML climb the open elements at every tag; no honest entry comes near this.
const DEEPEST = 300
const absolute = /^\s*(?:[a-z][a-z0-9+.-]*:|#)/i
const relative =
  /\s(?:href|src|srcset|poster|cite|data-src)\s*=\s*(?:"\s*(?![a-z][a-z0-9+.-]*:|#)|'\s*(?![a-z][a-z0-9+.-]*:|#)|(?!["'\s#]|[a-z][a-z0-9+.-]*:))/i

function absoluteSet(set: string, base: string): string {
  return set
    .split(/,\s+/)
    .map(candidate => {
      const [address, ...size] = candidate.trim().split(/\s+/)
      return [absoluteUrl(address, base) ?? address, ...size].join(' ')
    })
    .join(', ')
}
