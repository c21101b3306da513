import { absoluteHtml } from '../entries/absolute-html.ts'
import { escapeAttribute, escapeText } from '../entries/html-tree.ts'
import type { EntryRow } from '../feeds/entry-rows.ts'

/**
 * The one line that clients show: the title with its link behind it, as FriendFeed wrote it, or the text where there is no title.
 */
export function v2Body(entry: Pick<EntryRow, 'title' | 'bodyHtml' | 'link'>, siteUrl: string): string {
  const text = entry.title ? escapeText(entry.title) : v2Text(entry.bodyHtml, siteUrl)
  if (!entry.link || text.includes(`href="${escapeAttribute(entry.link)}"`)) return text
  return text ? `${text} - ${linkHtml(entry.link)}` : linkHtml(entry.link)
}

/** HTML for clients. A text of one paragraph goes into their line without its tags. */
export function v2Text(html: string, siteUrl: string): string {
  const inside = /^<p>(.*)<\/p>$/s.exec(html)?.[1]
  return absoluteHtml(inside !== undefined && !inside.includes('<p') ? inside : html, siteUrl)
}

function linkHtml(url: string): string {
  const address = escapeAttribute(url)
  return `<a rel="nofollow" href="${address}" title="${address}">${escapeText(shortAddress(url))}</a>`
}

/** Host and first part of the path: `https://example.org/2009...`. */
function shortAddress(url: string): string {
  const [start = url] = /^https?:\/\/[^/?#]+(?:\/[^/?#]+)?/.exec(url) ?? []
  return start.length < url.replace(/\/$/, '').length ? `${start}...` : start
}
