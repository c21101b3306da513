import type { ElementContent } from 'hast'
import { toHtml } from 'hast-util-to-html'

/** Turns plain text into paragraphs, for formats that say that a text is no HTML. */
export function textToHtml(text: string): string {
  const paragraphs = text.trim().split(/\n[ \t]*\n\s*/)
  return toHtml({ type: 'root', children: paragraphs.map(paragraph) })
}

function paragraph(text: string): ElementContent {
  const lines = text.split('\n').map(line => line.trim())
  const children = lines.flatMap((value, index): ElementContent[] => {
    const line: ElementContent = { type: 'text', value }
    return index === 0 ? [line] : [{ type: 'element', tagName: 'br', properties: {}, children: [] }, line]
  })
  return { type: 'element', tagName: 'p', properties: {}, children }
}
