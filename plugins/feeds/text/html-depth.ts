/**
 * The deepest nesting of elements that must be closed, without building anything: parsers of HTML get slow or overflow on depth.
 * Wrongly nested end tags close less here than in a browser, so the answer is never too small.
 */
export function htmlDepth(html: string): number {
  const open: string[] = []
  let deepest = 0
  for (const [, slash, tag = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    const name = tag.toLowerCase()
    if (openEnded.has(name)) continue
    if (slash) close(open, name)
    else if (open.push(name) > deepest) deepest = open.length
    if (deepest > ENOUGH) break
  }
  return deepest
}

const ENOUGH = 2_000

/** Takes one element of the name off, even from under others, which stay. */
function close(open: string[], name: string): void {
  for (let index = open.length - 1; index >= Math.max(0, open.length - 20); index--) {
    if (open[index] !== name) continue
    open.splice(index, 1)
    return
  }
}

// Never or not always closed; browsers close them when the next one starts.
const openEnded = new Set(
  'p li dt dd tr td th thead tbody tfoot option br hr img input meta link source track wbr area base col embed param'.split(' '),
)
