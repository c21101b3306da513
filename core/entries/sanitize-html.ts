import { htmlToText } from './html-text.ts'
import { escapeText, parseHtml } from './html-tree.ts'
import { HtmlWriter, type WriteOptions } from './sanitize-write.ts'

export interface SanitizeOptions {
  /** What relative addresses are relative to: the page that the HTML comes from. */
  baseUrl?: string
  /** The address to show a picture from, given its absolute http(s) address. */
  imageUrl(address: string): string
  /** Keeps links that are a path on this site (`/ann`). For text written here. */
  ownPaths?: boolean
}

const mostCharacters = 500_000
const mostRounds = 4

/**
 * Makes HTML from outside safe to show. The only sanitiser: whatever is shown as HTML and was not written by a template has passed
 * through here, last. Returns at most about 500,000 characters and never throws; what cannot be kept as HTML becomes plain text.
 */
export function sanitizeHtml(html: string, options: SanitizeOptions): string {
  try {
    return settle(html, { ...options, mostCharacters }) ?? plainParagraphs(html)
  } catch (problem) {
    // Nested too deeply, too many elements: nothing that anybody would write by hand.
    if (!(problem instanceof RangeError)) throw problem
    return plainParagraphs(html)
  }
}

/**
 * Writes, reads what was written as a browser will, and writes again until nothing changes any more. So what is shown is what
 * was checked, also where a parser moves elements about.
 */
function settle(html: string, options: WriteOptions): string | undefined {
  const first = new HtmlWriter(options)
  let written = first.write(parseHtml(html))
  for (let round = 1; round < mostRounds; round++) {
    const again = new HtmlWriter({ ...options, finishedImages: first.images, imageUrl: () => undefined })
    const rewritten = again.write(parseHtml(written))
    if (rewritten === written) return written
    written = rewritten
  }
  return undefined
}

function plainParagraphs(html: string): string {
  const lines = htmlToText(html)
    .slice(0, mostCharacters / 5)
    .split('\n')
  return lines.map(line => `<p>${escapeText(line)}</p>`).join('')
}
