import type { Nodes } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { htmlDepth } from './html-depth.ts'

/** One line of plain text from a title or a name: entities decoded, tags stripped, white space collapsed. */
export function plainText(value: string | undefined, markup: 'html' | 'text' = 'html'): string | undefined {
  if (!value) return undefined
  const short = value.slice(0, LONGEST)
  const text = /[<&]/.test(short) ? readMarkup(short, markup) : short
  return text.replace(/\s+/g, ' ').trim() || undefined
}

/** Says whether a text holds a tag, as opposed to a lone `<`. */
export function hasTags(value: string): boolean {
  return tag.test(value)
}

// Titles are cut at 1,000 graphemes later; what lies beyond this is not worth parsing.
const LONGEST = 20_000
// Beyond this the parser overflows.
const DEEPEST = 300
const tag = /<\/?[a-z][a-z0-9:-]*(?:\s[^<>]*|\/)?>/i

function readMarkup(value: string, markup: 'html' | 'text'): string {
  const tagged = markup === 'html' && hasTags(value)
  if (tagged && htmlDepth(value) > DEEPEST) return readMarkup(value.replace(/<[^<>]*>/g, ' '), 'text')
  return textOf(fromHtml(tagged ? value : value.replaceAll('<', '&lt;'), { fragment: true }))
}

function textOf(root: Nodes): string {
  const parts: string[] = []
  const waiting: Nodes[] = [root]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'text') parts.push(node.value)
    if (node.type === 'element' && (node.tagName === 'script' || node.tagName === 'style')) continue
    if (node.type === 'element' && node.tagName === 'br') parts.push(' ')
    if ('children' in node) waiting.push(...node.children.toReversed())
  }
  return parts.join('')
}
