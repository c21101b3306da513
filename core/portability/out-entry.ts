import { absoluteHtml, absoluteUrl } from '../entries/absolute-html.ts'
import type { Attachment } from '../entries/attachment.ts'
import type { EntryView } from '../entries/entry-view.ts'
import { excerpt } from '../entries/html-text.ts'
import { escapeAttribute, escapeText } from '../entries/html-tree.ts'
import type { EntryRow } from '../feeds/entry-rows.ts'
import { labelOut } from '../labels/label.ts'
import type { LicenceView } from '../licences/licence.ts'
import type { OutPerson } from './feed-out.ts'

/** An entry for readers elsewhere. Every address is absolute. */
export interface OutEntry {
  /** `urn:uuid:…`: stays when the site moves. */
  id: string
  url: string
  /** What somebody just said has none. */
  title?: string
  /** First words as plain text, for formats that cannot do without a title. */
  excerpt: string
  html: string
  author: OutPerson
  publishedAt: Date
  updatedAt: Date
  /** What it is about, or where it came from, elsewhere. */
  link?: string
  viaUrl?: string
  imageUrl?: string
  /** Labels of its tags. */
  tags: string[]
  /** What others may do with it; absent for all rights reserved. */
  licence?: LicenceView
  /** What readers are warned of. */
  warning?: { label: string; title: string; note?: string }
  enclosures: Enclosure[]
}

export interface Enclosure {
  url: string
  type: string
  title?: string
  bytes?: number
  seconds?: number
}

export function outEntry(row: EntryRow, view: EntryView, siteUrl: string): OutEntry {
  const attachments = row.attachments === '[]' ? [] : (JSON.parse(row.attachments) as Attachment[])
  const html = contentOf(row, view, siteUrl)
  const image = view.pictures[0]?.url ?? view.players.find(({ stillUrl }) => stillUrl)?.stillUrl
  const published = new Date(row.publishedAt)
  const warning = labelOut(row)
  return {
    id: `urn:uuid:${row.id}`,
    url: siteUrl + view.url,
    ...(row.title && !warning && { title: row.title }),
    // Titles are read before any warning.
    excerpt: warning
      ? [warning.title, warning.note].filter(Boolean).join(': ')
      : (row.title ?? (excerpt(row.bodyHtml, 80) || row.link || view.author.name)),
    html,
    author: {
      name: view.author.name,
      ...(view.author.url && { url: siteUrl + view.author.url }),
      ...(view.author.pictureUrl && { pictureUrl: siteUrl + view.author.pictureUrl }),
    },
    publishedAt: published,
    updatedAt: row.editedAt ? new Date(row.editedAt) : published,
    ...(row.link && { link: row.link }),
    ...(view.via?.url && { viaUrl: view.via.url }),
    ...(image && { imageUrl: absoluteUrl(image, siteUrl) }),
    tags: (view.tags ?? []).map(({ label }) => label),
    ...(view.licence && { licence: view.licence }),
    ...(warning && { warning }),
    enclosures: attachments.flatMap(attachment => enclosureOf(attachment, siteUrl)),
  }
}

/** The text with what hangs on it: link, pictures, and stills that lead to their film. */
function contentOf(row: EntryRow, view: EntryView, siteUrl: string): string {
  const text = absoluteHtml(view.bodyHtml, siteUrl)
  const pictures = view.pictures.map(({ url, thumbUrl, alt }) =>
    pictureHtml(absoluteUrl(url, siteUrl), absoluteUrl(thumbUrl, siteUrl), alt),
  )
  const films = view.players.flatMap(({ kind, url, stillUrl, title }) =>
    kind === 'frame' && stillUrl ? [pictureHtml(row.link ?? url, absoluteUrl(stillUrl, siteUrl), title)] : [],
  )
  const link = row.link && !text.includes(`href="${escapeAttribute(row.link)}"`) ? [linkHtml(row.link)] : []
  const inserts = (view.inserts ?? []).map(({ fallbackHtml }) => absoluteHtml(fallbackHtml, siteUrl))
  const all = [text, ...inserts, ...films, ...pictures, ...link].filter(part => part !== '').join('\n')
  const warning = labelOut(row)
  return warning ? folded(warning, row.title, all) : all
}

/** Readers that know `details` fold it; all of them show the warning first. */
function folded({ title, note }: { title: string; note?: string }, heading: string | null, html: string): string {
  const why = escapeText([title, note].filter(Boolean).join(': '))
  return `<details><summary><strong>${why}</strong></summary>\n${heading ? `<p><strong>${escapeText(heading)}</strong></p>\n` : ''}${html}\n</details>`
}

function pictureHtml(url: string, pictureUrl: string, alt: string): string {
  return `<p><a href="${escapeAttribute(url)}"><img src="${escapeAttribute(pictureUrl)}" alt="${escapeAttribute(alt)}"></a></p>`
}

function linkHtml(url: string): string {
  const { host, pathname } = new URL(url)
  return `<p><a href="${escapeAttribute(url)}">${escapeText(host.replace(/^www\./, '') + (pathname === '/' ? '' : pathname))}</a></p>`
}

const typeOf = { audio: 'audio/mpeg', video: 'video/mp4', file: 'application/octet-stream' }

function enclosureOf({ kind, url, type, title, bytes, duration }: Attachment, siteUrl: string): Enclosure[] {
  if (kind !== 'audio' && kind !== 'video' && kind !== 'file') return []
  return [
    {
      url: absoluteUrl(url, siteUrl),
      type: type ?? typeOf[kind],
      ...(title && { title }),
      ...(bytes && { bytes }),
      ...(duration && { seconds: duration }),
    },
  ]
}
