import { type HtmlNode, isElement, isHtml, isText, parseHtml } from './html-tree.ts'
import { blockElements, droppedElements } from './sanitize-rules.ts'

const breaking = new Set([...blockElements, 'br', 'li', 'dt', 'dd', 'tr', 'figcaption', 'caption', 'summary'])
const apart = new Set(['td', 'th'])

/** The words of some HTML, one line for each paragraph. Plain text: escape it before it goes into a page. */
export function htmlToText(html: string): string {
  try {
    return tidyLines(collectText(parseHtml(html).childNodes))
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem
    return tidyLines(html.replace(/<[^<>]*>/g, ' '))
  }
}

/** The first words of some HTML on one line, with an ellipsis when there are more. */
export function excerpt(html: string, most = 200): string {
  const text = htmlToText(html).replaceAll('\n', ' ')
  if (text.length <= most) return text
  // Half a letter is dropped with its half word; a text without spaces is cut between letters.
  const start = text.slice(0, most)
  const lastSpace = start.lastIndexOf(' ')
  if (lastSpace > most / 2) return `${start.slice(0, lastSpace).replace(/[\s.,;:–—-]+$/, '')}…`
  const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text.slice(0, most + 50))]
  return `${letters
    .filter(letter => letter.index + letter.segment.length < most)
    .map(letter => letter.segment)
    .join('')}…`
}

// With a list of its own instead of calls, so that no depth of nesting is too deep.
function collectText(nodes: HtmlNode[]): string {
  const pieces: string[] = []
  const waiting: (HtmlNode | string)[] = nodes.toReversed()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node === 'string') pieces.push(node)
    else if (isText(node)) pieces.push(node.value.replace(/\s+/g, ' '))
    else if (isElement(node) && isHtml(node) && !droppedElements.has(node.tagName)) {
      const edge = breaking.has(node.tagName) ? '\n' : apart.has(node.tagName) ? ' ' : ''
      pieces.push(edge)
      waiting.push(edge)
      for (const child of node.childNodes.toReversed()) waiting.push(child)
    }
  }
  return pieces.join('')
}

function tidyLines(text: string): string {
  return text
    .split('\n')
    .map(line => line.replace(/\s+/g, ' ').trim())
    .filter(line => line !== '')
    .join('\n')
}
