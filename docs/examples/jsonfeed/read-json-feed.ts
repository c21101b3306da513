import type { FetchedEntry, FetchedFeed } from 'core/api'

interface JsonFeed {
  title?: string
  home_page_url?: string
  items: JsonItem[]
}

interface JsonItem {
  id: string
  url?: string
  title?: string
  content_html?: string
  date_published?: string
  tags?: string[]
}

/** Turns a document into plain data. Throws when it is no JSON Feed. */
export function readJsonFeed(bytes: Uint8Array): FetchedFeed {
  const feed = JSON.parse(new TextDecoder().decode(bytes)) as JsonFeed
  return { title: feed.title, siteUrl: feed.home_page_url, format: 'json', hubs: [], entries: feed.items.map(toEntry) }
}

function toEntry({ id, url, title, content_html: html, date_published: publishedAt, tags = [] }: JsonItem): FetchedEntry {
  return { guid: id, url, title, html, publishedAt, tags, media: [] }
}
