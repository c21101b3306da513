import { generateAtomFeed } from 'feedsmith'
import { version } from '../version.ts'
import { cleanXml } from './clean-xml.ts'
import type { OutFeed, OutPerson } from './feed-out.ts'
import type { OutEntry } from './out-entry.ts'

/** Tells labels of content warnings from tags. */
export const warningScheme = 'urn:x-tributary:content-warning'

/** Atom 1.0 (RFC 4287). */
export function writeAtom(feed: OutFeed, selfUrl: string): string {
  const xml = generateAtomFeed<true>(
    {
      id: feed.id,
      title: { value: feed.title, type: 'text' },
      subtitle: { value: feed.description, type: 'text' },
      updated: feed.updatedAt,
      generator: { text: 'Tributary', version },
      links: [
        { rel: 'self', href: selfUrl, type: 'application/atom+xml' },
        { rel: 'alternate', href: feed.url, type: 'text/html' },
      ],
      ...(feed.pictureUrl && { logo: feed.pictureUrl, icon: feed.pictureUrl }),
      ...(feed.author && { authors: [personOf(feed.author)] }),
      entries: feed.entries.map(entryOf),
    },
    { strict: true },
  )
  return cleanXml(xml)
}

function entryOf(entry: OutEntry) {
  const { link, viaUrl, licence } = entry
  return {
    id: entry.id,
    title: { value: entry.excerpt, type: 'text' },
    updated: entry.updatedAt,
    published: entry.publishedAt,
    authors: [personOf(entry.author)],
    content: { value: entry.html, type: 'html' },
    ...(licence && { rights: { value: licence.name, type: 'text' as const } }),
    ...categoriesOf(entry),
    links: [
      { rel: 'alternate', href: entry.url, type: 'text/html' },
      ...(link ? [{ rel: 'related', href: link }] : []),
      ...(viaUrl ? [{ rel: 'via', href: viaUrl }] : []),
      // RFC 4946.
      ...(licence ? [{ rel: 'license', href: licence.url, title: licence.name }] : []),
      ...entry.enclosures.map(({ url, type, title, bytes }) => ({
        rel: 'enclosure',
        href: url,
        type,
        ...(title && { title }),
        ...(bytes && { length: bytes }),
      })),
    ],
  }
}

function categoriesOf({ tags, warning }: OutEntry) {
  const labels = warning ? [{ term: warning.label, scheme: warningScheme, label: warning.note ?? warning.title }] : []
  const categories = [...tags.map(term => ({ term })), ...labels]
  return categories.length > 0 ? { categories } : {}
}

function personOf({ name, url }: OutPerson): { name: string; uri?: string } {
  return { name, ...(url && { uri: url }) }
}
