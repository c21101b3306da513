import { generateJsonFeed } from 'feedsmith'
import type { OutFeed, OutPerson } from './feed-out.ts'
import type { OutEntry } from './out-entry.ts'

/** JSON Feed 1.1. */
export function writeJsonFeed(feed: OutFeed, selfUrl: string): string {
  const written = generateJsonFeed({
    title: feed.title,
    home_page_url: feed.url,
    feed_url: selfUrl,
    description: feed.description,
    ...(feed.pictureUrl && { icon: feed.pictureUrl }),
    ...(feed.author && { authors: [personOf(feed.author)] }),
    items: feed.entries.map(itemOf),
  })
  // Without any, too, which the format asks for.
  return JSON.stringify({ ...(written as object), ...(feed.entries.length === 0 && { items: [] }) })
}

function itemOf(entry: OutEntry) {
  const { title, link, viaUrl, imageUrl, tags, enclosures, licence } = entry
  return {
    id: entry.id,
    url: entry.url,
    ...((link ?? viaUrl) && { external_url: link ?? viaUrl }),
    ...(title && { title }),
    content_html: entry.html,
    ...(imageUrl && { image: imageUrl }),
    date_published: entry.publishedAt,
    date_modified: entry.updatedAt,
    authors: [personOf(entry.author)],
    // Extensions of JSON Feed begin with a line below.
    ...(licence && { _licence: { id: licence.id, name: licence.name, url: licence.url } }),
    ...(entry.warning && { _content_warning: entry.warning }),
    ...(tags.length > 0 && { tags }),
    ...(enclosures.length > 0 && {
      attachments: enclosures.map(({ url, type, title, bytes, seconds }) => ({
        url,
        mime_type: type,
        ...(title && { title }),
        ...(bytes && { size_in_bytes: bytes }),
        ...(seconds && { duration_in_seconds: seconds }),
      })),
    }),
  }
}

function personOf({ name, url, pictureUrl }: OutPerson) {
  return { name, ...(url && { url }), ...(pictureUrl && { avatar: pictureUrl }) }
}
