/** What kind of feed a document holds, from its root element, with the part of the text that is the feed. */
export interface XmlRoot {
  format: 'rss' | 'atom' | 'rdf'
  text: string
  /** Whether the root element is closed; otherwise the document was cut off. */
  whole: boolean
}

/** Undefined when there is no feed. Looks behind warnings of a script and into pages that were put around a feed by mistake. */
export function findXmlRoot(cleaned: string): XmlRoot | undefined {
  const first = /^<(?:[\w.-]+:)?([\w.-]+)/.exec(cleaned)?.[1]?.toLowerCase() ?? ''
  const format = formats[first]
  if (format) return { format, ...cut(cleaned, 0) }
  if (first === 'entry' && cleaned.includes('http://www.w3.org/2005/Atom'))
    return { format: 'atom', text: `<feed>${cleaned}</feed>`, whole: true }
  if (first === 'channel') return { format: 'rss', text: wrapChannel(cleaned), whole: true }

  const inside = /<(?:[\w.-]+:)?(?:(rss)\s[^<>]*version|(feed|rdf)\s[^<>]*xmlns)[^<>]*>/i.exec(cleaned)
  const found = formats[(inside?.[1] ?? inside?.[2])?.toLowerCase() ?? '']
  return inside && found ? { format: found, ...cut(cleaned, inside.index) } : undefined
}

const formats: Record<string, XmlRoot['format']> = { rss: 'rss', feed: 'atom', rdf: 'rdf' }

/** From the root's start to its end, without whatever was put after it. */
function cut(text: string, start: number): Pick<XmlRoot, 'text' | 'whole'> {
  const name = /^<([\w.:-]+)/.exec(text.slice(start, start + 100))?.[1] ?? ''
  const end = text.lastIndexOf(`</${name}`)
  if (end <= start) return { text: text.slice(start), whole: /^<[^<>]*\/>/.test(text.slice(start, start + 1_000)) }
  return { text: `${text.slice(start, end)}</${name}>`, whole: true }
}

/** RSS 1.1, and RSS that lost its outer element. */
function wrapChannel(text: string): string {
  return `<rss version="2.0">${text.replace(/<\/?(?:[\w.-]+:)?items\b[^<>]*>/gi, '')}</rss>`
}
