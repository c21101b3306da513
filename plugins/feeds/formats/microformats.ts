import type { mf2 } from 'microformats-parser'
import { textToHtml } from '../text/text-to-html.ts'
import type { LooseMedia } from './media.ts'

export type Microformat = ReturnType<typeof mf2>['items'][number]
type Property = Microformat['properties'][string][number]

/** The first h-feed with its entries, wherever it is nested; else the entries that stand on the page by themselves. */
export function findFeed(items: Microformat[]): { root?: Microformat; entries: Microformat[] } | undefined {
  const feeds = within(items).filter(item => is(item, 'h-feed'))
  const root = feeds.find(feed => entriesOf(feed).length > 0) ?? feeds[0]
  if (root) return { root, entries: entriesOf(root) }
  const entries = items.filter(item => is(item, 'h-entry'))
  return entries.length > 0 ? { entries } : undefined
}

export function textOf(item: Microformat, property: string): string | undefined {
  return textsOf(item, property)[0]
}

export function textsOf(item: Microformat, property: string): string[] {
  return (item.properties[property] ?? []).map(plainValue).filter(text => text !== undefined && text !== '') as string[]
}

/** HTML of an `e-` property; a `p-` one is text and becomes a paragraph. */
export function htmlOf(item: Microformat, property: string): string | undefined {
  const value = item.properties[property]?.[0]
  if (value === undefined) return undefined
  if (typeof value !== 'string' && 'html' in value) return value.html || undefined
  const text = plainValue(value)
  return text ? textToHtml(text) : undefined
}

export function authorName(item: Microformat): string | undefined {
  const author = item.properties.author?.[0]
  if (author === undefined) return undefined
  if (typeof author !== 'string' && 'properties' in author) return textOf(author, 'name')
  return plainValue(author)
}

export function mediaOf(item: Microformat): LooseMedia[] {
  return (['photo', 'video', 'audio'] as const).flatMap(property =>
    (item.properties[property] ?? []).map(value => ({
      kind: property === 'photo' ? ('image' as const) : property,
      url: plainValue(value),
      title: typeof value !== 'string' && 'alt' in value ? value.alt || undefined : undefined,
    })),
  )
}

function plainValue(value: Property): string | undefined {
  if (typeof value === 'string') return value
  if ('properties' in value) return textOf(value, 'name') ?? textOf(value, 'url')
  return value.value
}

function entriesOf(feed: Microformat): Microformat[] {
  const nested = Object.values(feed.properties)
    .flat()
    .filter(value => typeof value !== 'string' && 'properties' in value)
  return [...(feed.children ?? []), ...(nested as Microformat[])].filter(item => is(item, 'h-entry'))
}

function within(items: Microformat[]): Microformat[] {
  return items.flatMap(item => [item, ...within(item.children ?? [])])
}

function is(item: Microformat, type: string): boolean {
  return item.type?.includes(type) ?? false
}
