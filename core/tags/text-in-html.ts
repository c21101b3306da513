const pieces = /<(\/?)([a-z][a-z0-9]*)[^>]*>|[^<]+/g
/** What stands in these is not what the author says. */
const apart = new Set(['a', 'code', 'pre', 'kbd', 'samp'])

/**
 * Calls back with each piece of plain text in sanitised HTML that is not inside a link or code; what comes back, HTML, takes its place.
 * The sanitiser wrote the HTML, so that a `>` ends a tag and nothing else.
 */
export function replaceText(html: string, replace: (text: string) => string | undefined): string {
  let depth = 0
  return html.replace(pieces, (piece: string, slash: string, name: string | undefined) => {
    if (name === undefined) return depth > 0 ? piece : (replace(unescapeText(piece)) ?? piece)
    if (apart.has(name)) depth = Math.max(0, depth + (slash ? -1 : 1))
    return piece
  })
}

function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
