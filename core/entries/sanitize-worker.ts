import { cachedImageUrl } from '../media/image-cache-url.ts'
import { sanitizeHtml } from './sanitize-html.ts'

/** What goes over to the worker: plain data. */
export interface SanitizeWork {
  items: { html: string; baseUrl?: string }[]
  /** Signs the addresses of pictures. */
  imageKey: string
  /** What stands before the path of the image cache: empty, or the path below which the site lives. */
  imageBase?: string
}

/** Sanitises many pieces of HTML in a worker; the results have the order of the items. */
export default function sanitizeInWorker({ items, imageKey, imageBase = '' }: SanitizeWork): string[] {
  const imageUrl = (address: string) => imageBase + cachedImageUrl(address, imageKey)
  return items.map(({ html, baseUrl }) => sanitizeHtml(html, { imageUrl, ...(baseUrl && { baseUrl }) }))
}
