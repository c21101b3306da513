/** The deepest nesting of elements that must be closed, without building anything: parsers of HTML get slow or overflow on depth. */
export function htmlDepth(html: string): number {
  let depth = 0
  let deepest = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (openEnded.has(name.toLowerCase())) continue
    depth = slash ? Math.max(0, depth - 1) : depth + 1
    if (depth > deepest) deepest = depth
  }
  return deepest
}

// Never or not always closed; browsers close them when the next one starts.
const openEnded = new Set(
  'p li dt dd tr td th thead tbody tfoot option br hr img input meta link source track wbr area base col embed param'.split(' '),
)
