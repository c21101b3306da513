import MarkdownIt from 'markdown-it'
import { sanitizeHtml } from '../entries/sanitize-html.ts'

const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false })

/** HTML of what an admin wrote in Markdown, safe to print: HTML in it is text, and the sanitiser runs last. */
export function markdownHtml(text: string): string {
  // Pictures come from this site alone; others would tell their site who reads.
  return sanitizeHtml(markdown.render(text), { ownPaths: true, imageUrl: address => address })
}
