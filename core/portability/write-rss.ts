import { generateRssFeed } from 'feedsmith'
import { escapeText } from '../entries/html-tree.ts'
import { version } from '../version.ts'
import { cleanXml } from './clean-xml.ts'
import type { OutFeed } from './feed-out.ts'
import type { OutEntry } from './out-entry.ts'
import { warningScheme } from './write-atom.ts'

/** RSS 2.0, with the whole text in `content:encoded` and the time of edits in `atom:updated`. */
export function writeRss(feed: OutFeed, selfUrl: string): string {
  const xml = generateRssFeed({
    title: plainTitle(feed.title),
    link: feed.url,
    description: plainTitle(feed.description),
    lastBuildDate: feed.updatedAt,
    generator: `Tributary ${version}`,
    docs: 'https://www.rssboard.org/rss-specification',
    ...(feed.pictureUrl && { image: { url: feed.pictureUrl, title: plainTitle(feed.title), link: feed.url } }),
    atom: { links: [{ rel: 'self', href: selfUrl, type: 'application/rss+xml' }] },
    items: feed.entries.map(itemOf),
  })
  return cleanXml(xml)
}

function itemOf(entry: OutEntry) {
  const { link, viaUrl, licence } = entry
  const labels = entry.warning ? [{ name: entry.warning.label, domain: warningScheme }] : []
  const links = [...(link ? [{ rel: 'related', href: link }] : []), ...(viaUrl ? [{ rel: 'via', href: viaUrl }] : [])]
  return {
    ...(entry.title && { title: plainTitle(entry.title) }),
    link: entry.url,
    guid: { value: entry.id, isPermaLink: false },
    pubDate: entry.publishedAt,
    // This is HTML, the excerpt is not.
    description: escapeText(entry.excerpt),
    content: { encoded: entry.html },
    ...(entry.tags.length + labels.length > 0 && { categories: [...entry.tags.map(name => ({ name })), ...labels] }),
    dc: { creators: [entry.author.name] },
    ...(licence && { creativeCommons: { licenses: [licence.url] } }),
    atom: { updated: entry.updatedAt, ...(links.length > 0 && { links }) },
    ...(entry.enclosures.length > 0 && {
      // The length is required; nobody knows it of a file elsewhere.
      enclosures: entry.enclosures.map(({ url, type, bytes = 0 }) => ({ url, type, length: bytes })),
    }),
  }
}

/** RSS does not say whether titles are text or HTML. Written like this, they are the same in both (RSS Best Practices Profile). */
function plainTitle(text: string): string {
  return text.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;')
}
