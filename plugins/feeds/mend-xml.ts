/**
 * Writes a broken document anew as one that parsers accept: quotes attributes, closes what was left open, drops what was never opened.
 * One pass over the text, so that a hostile document costs no more than its length.
 */
export function mendXml(text: string): string {
  const open: string[] = []
  const parts: string[] = []
  let position = 0

  while (position < text.length) {
    const bracket = text.indexOf('<', position)
    if (bracket < 0) {
      parts.push(text.slice(position))
      break
    }
    parts.push(text.slice(position, bracket))
    const section = sections.find(({ start }) => text.startsWith(start, bracket))
    if (section) {
      const end = text.indexOf(section.end, bracket + section.start.length)
      if (section.kept) parts.push(text.slice(bracket, end < 0 ? undefined : end), section.end)
      position = end < 0 ? text.length : end + section.end.length
      continue
    }
    position = tagAt(text, bracket, open, parts)
  }

  while (open.length > 0) parts.push(`</${open.pop()}>`)
  return parts.join('')
}

// The order matters: all of them start like the last.
const sections = [
  { start: '<![CDATA[', end: ']]>', kept: true },
  { start: '<!--', end: '-->', kept: false },
  { start: '<?', end: '?>', kept: false },
  { start: '<!', end: '>', kept: false },
]

// Feeds are shallow, XHTML inside them a little less so; parsers refuse or overflow somewhere beyond.
const DEEPEST = 80

/** Handles the tag (or the lone `<`) at a position and returns where to go on. */
function tagAt(text: string, bracket: number, open: string[], parts: string[]): number {
  name.lastIndex = bracket
  const match = name.exec(text)
  if (!match) {
    parts.push('&lt;')
    return bracket + 1
  }
  const [start, slash, tag = ''] = match
  if (slash) {
    closeTag(tag, open, parts)
    const end = text.indexOf('>', bracket)
    const next = text.indexOf('<', bracket + 1)
    // `</title <link>`: the bracket was forgotten.
    if (end < 0 || (next > 0 && next < end)) return next < 0 ? text.length : next
    return end + 1
  }
  const rest = readAttributes(text, bracket + start.length)
  if (!rest) return text.length
  openTag(tag, rest, open, parts)
  return rest.end
}

const name = /<(\/?)([a-z_\u00c0-\uffff][\w.:\u00b7-\uffff-]*)/iy

function openTag(tag: string, rest: Attributes, open: string[], parts: string[]): void {
  const local = localName(tag)
  // An entry never stands inside another: the one before was not closed.
  if (entries.has(local)) {
    const unclosed = open.findLastIndex(other => localName(other) === local)
    if (unclosed >= 0) while (open.length > unclosed) parts.push(`</${open.pop()}>`)
  }
  if (open.length >= DEEPEST) return
  const empty = rest.empty || empties.has(tag.toLowerCase())
  parts.push(`<${tag}${rest.attributes}${empty ? '/' : ''}>`)
  if (!empty) open.push(tag)
}

function closeTag(tag: string, open: string[], parts: string[]): void {
  const wanted = tag.toLowerCase()
  const index = open.findLastIndex(other => other.toLowerCase() === wanted)
  if (index < 0) return
  while (open.length > index) parts.push(`</${open.pop()}>`)
}

const entries = new Set(['item', 'entry'])
// Elements of HTML that are never closed, without those that feeds have too (`link`, `source`).
const empties = new Set(['br', 'hr', 'img', 'input', 'meta', 'wbr', 'area', 'base', 'col', 'embed', 'param'])

function localName(tag: string): string {
  return tag.slice(tag.indexOf(':') + 1).toLowerCase()
}

interface Attributes {
  attributes: string
  empty: boolean
  end: number
}

/** Undefined when the document ends inside the tag. */
function readAttributes(text: string, start: number): Attributes | undefined {
  const seen = new Map<string, string>()
  let position = start
  for (;;) {
    attribute.lastIndex = position
    const match = attribute.exec(text)
    if (!match) break
    const [whole, key = '', double, single, bare] = match
    const value = double ?? single ?? bare ?? key
    if (!seen.has(key)) seen.set(key, value.replaceAll('<', '&lt;').replaceAll('"', '&quot;'))
    position += whole.length
  }
  const end = text.indexOf('>', position)
  const next = text.indexOf('<', position)
  if (end < 0 && next < 0) return undefined
  const cut = end < 0 || (next >= 0 && next < end)
  const attributes = Array.from(seen, ([key, value]) => ` ${key}="${value}"`).join('')
  return { attributes, empty: !cut && text[end - 1] === '/', end: cut ? next : end + 1 }
}

const attribute = /[\s/]*([a-z_:][\w.:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/iy
