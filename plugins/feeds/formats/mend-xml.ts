/**
 * Writes a broken document anew as one that parsers accept: quotes attributes, closes what was left open, drops what was never opened.
 * One pass over the text, so that a hostile document costs no more than its length.
 */
export function mendXml(text: string): string {
  const mended: Mended = { open: [], parts: [], entryStart: 0 }
  let position = 0

  while (position < text.length) {
    const bracket = text.indexOf('<', position)
    if (bracket < 0) {
      mended.parts.push(text.slice(position))
      break
    }
    mended.parts.push(text.slice(position, bracket))
    const section = sections.find(({ start }) => text.startsWith(start, bracket))
    if (section) {
      const end = text.indexOf(section.end, bracket + section.start.length)
      if (section.kept) mended.parts.push(text.slice(bracket, end < 0 ? undefined : end), section.end)
      position = end < 0 ? text.length : end + section.end.length
      continue
    }
    position = tagAt(text, bracket, mended)
  }

  dropUnfinished(mended)
  closeTo(mended, 0)
  return mended.parts.join('')
}

interface Mended {
  /** Names of the elements that are open, the innermost last. */
  open: string[]
  parts: string[]
  /** Where in `parts` the last entry starts. */
  entryStart: number
}

/** An entry that ends in the middle of an element was cut off: half a text, or half an id, is worse than waiting for the next time. */
function dropUnfinished({ open, parts, entryStart }: Mended): void {
  const entry = open.findLastIndex(name => parentsOf[localName(name)])
  if (entry < 0 || entry === open.length - 1) return
  parts.length = entryStart
  open.length = entry
}

function closeTo({ open, parts }: Mended, depth: number): void {
  while (open.length > depth) parts.push(`</${open.pop()}>`)
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
function tagAt(text: string, bracket: number, mended: Mended): number {
  name.lastIndex = bracket
  const match = name.exec(text)
  if (!match) {
    mended.parts.push('&lt;')
    return bracket + 1
  }
  const [start, slash, tag = ''] = match
  if (slash) {
    closeTag(tag, mended)
    const end = tagEnd(text, bracket + 1)
    // In `</title <link>` the bracket was forgotten.
    return text[end] === '>' ? end + 1 : end
  }
  const rest = readAttributes(text, bracket + start.length)
  if (!rest) return text.length
  openTag(tag, rest, mended)
  return rest.end
}

const name = /<(\/?)([a-z_\u00c0-\uffff][\w.:\u00b7-\uffff-]*)/iy

function openTag(tag: string, rest: Attributes, mended: Mended): void {
  const { open, parts } = mended
  const parents = parentsOf[localName(tag)]
  if (parents) {
    // Entries stand at one place only: whatever is open below it was not closed.
    const parent = open.findLastIndex(other => parents.has(localName(other)))
    if (parent >= 0) closeTo(mended, parent + 1)
    mended.entryStart = parts.length
  }
  if (open.length >= DEEPEST) return
  const empty = rest.empty || empties.has(tag.toLowerCase())
  parts.push(`<${tag}${rest.attributes}${empty ? '/' : ''}>`)
  if (!empty) open.push(tag)
}

function closeTag(tag: string, mended: Mended): void {
  const wanted = tag.toLowerCase()
  const index = mended.open.findLastIndex(other => other.toLowerCase() === wanted)
  if (index >= 0) closeTo(mended, index)
}

const parentsOf: Record<string, Set<string>> = { item: new Set(['channel', 'rss', 'rdf']), entry: new Set(['feed']) }
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
  const end = tagEnd(text, position)
  if (end === text.length) return undefined
  const whole = text[end] === '>'
  const attributes = Array.from(seen, ([key, value]) => ` ${key}="${value}"`).join('')
  return { attributes, empty: whole && text[end - 1] === '/', end: whole ? end + 1 : end }
}

/** The next bracket of either kind, or the end of the text. */
function tagEnd(text: string, from: number): number {
  noBracket.lastIndex = from
  return from + (noBracket.exec(text)?.[0].length ?? 0)
}

const noBracket = /[^<>]*/y
// A value stops at a bracket too: a quote that was forgotten must not swallow the rest of the document.
const attribute = /[\s/]*([a-z_:][\w.:-]*)(?:\s*=\s*(?:"([^"<]*)"|'([^'<]*)'|([^\s"'<>]+)))?/iy
