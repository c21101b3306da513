import { cachedImageUrl } from '../media/image-cache-url.ts'
import { htmlToText } from './html-text.ts'
import { sanitizeHtml } from './sanitize-html.ts'

/** What goes over to the worker: plain data. */
export interface ImportWork {
  items: { html: string; baseUrl?: string; asText: boolean }[]
  /** Signs the addresses of pictures. */
  imageKey: string
  /** The path below which the site lives, without a slash at the end. */
  imageBase: string
}

export interface ImportedText {
  /** Safe to show. */
  html: string
  /** The words alone, for items that asked for it. */
  text?: string
  /** Addresses that the HTML frames: a video in a blog's entry. The frames themselves are not kept. */
  frames: string[]
}

const mostFrames = 10

/** Reads the HTML of entries from outside; the results have the order of the items. */
export default function readImported({ items, imageKey, imageBase }: ImportWork): ImportedText[] {
  const imageUrl = (address: string) => imageBase + cachedImageUrl(address, imageKey)
  return items.map(({ html, baseUrl, asText }) => ({
    html: sanitizeHtml(html, { imageUrl, ...(baseUrl && { baseUrl }) }),
    ...(asText && { text: htmlToText(html) }),
    frames: framesIn(html),
  }))
}

function framesIn(html: string): string[] {
  const found = html.matchAll(/<(?:iframe|embed)\s[^>]{0,500}?\bsrc\s*=\s*["']?([^"'\s>]{1,2000})/gi)
  return [...found.take(mostFrames)].map(match => match[1]!.replaceAll('&amp;', '&').replace(/^\/\//, 'https://'))
}
