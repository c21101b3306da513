import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { imageBase, importedAttachments } from '../entries/import-attachments.ts'
import { cleanLine, draftEntries, webAddress } from '../entries/import-draft.ts'
import { readImportedTexts } from '../entries/import-text.ts'
import { invalid, unauthorized } from '../errors.ts'
import { Type } from '../http/type.ts'
import { cachedImageUrl } from '../media/image-cache-url.ts'
import type { Site } from '../site.ts'
import { askSource } from './ask-source.ts'
import { discoverSources } from './discover-sources.ts'
import type { FetchedFeed, FoundSource } from './source-type.ts'

export const findInput = Type.Object({
  /** What the member pasted. */
  address: Type.String({ minLength: 1, maxLength: 2000, problem: 'Paste the address of a blog, a feed or a profile.' }),
  /** Which of the feeds found there to show; the best when left out. */
  feed: Type.Optional(Type.String({ maxLength: 2000 })),
})
export type FindInput = Static<typeof findInput>

/** What would come in from an address, before anything is connected. */
export interface SourcePreview {
  found: FoundSource[]
  chosen: FoundSource
  title: string
  description: string
  siteUrl?: string
  /** Address on this site. */
  pictureUrl?: string
  /** Names that entries are signed with, when there are several. */
  authors: string[]
  /** The last five, newest first. */
  entries: PreviewEntry[]
}

export interface PreviewEntry {
  title: string
  url?: string
  author?: string
  publishedAt?: string
  /** The first words. Plain text. */
  excerpt: string
  /** Address on this site. */
  thumbUrl?: string
}

const shownEntries = 5
const excerptLength = 240

/** Looks at an address and says what is there. Writes nothing. Throws invalid with the reason when there is nothing to read. */
export async function findSources(site: Site, actor: Actor, input: FindInput): Promise<SourcePreview> {
  if (!isMember(actor)) throw unauthorized()
  await site.limits.spend('find-source', actor.id)
  const address = input.address.trim()
  const discovery = await discoverSources(site, address)
  const chosen = discovery.found.find(({ url }) => url === input.feed) ?? discovery.found[0]
  if ('problem' in discovery || !chosen) throw invalid({ address: 'problem' in discovery ? discovery.problem : '' })

  const answer = await askSource(site, { type: chosen.type, url: chosen.url, etag: null, lastModified: null })
  if (answer.outcome !== 'ok') throw invalid({ address: 'problem' in answer ? answer.problem : 'The address did not answer with a feed.' })
  return preview(site, discovery.found, chosen, answer.feed)
}

async function preview(site: Site, found: FoundSource[], chosen: FoundSource, feed: FetchedFeed): Promise<SourcePreview> {
  const siteUrl = webAddress(feed.siteUrl ?? chosen.siteUrl)
  const picture = webAddress(feed.picture)
  return {
    found,
    chosen,
    title: cleanLine(feed.title ?? chosen.title ?? '').slice(0, 300) || chosen.url,
    description: cleanLine(feed.description ?? '').slice(0, 500),
    authors: authorsOf(feed),
    entries: await previewEntries(site, chosen, feed),
    ...(siteUrl && { siteUrl }),
    ...(picture && { pictureUrl: imageBase(site) + cachedImageUrl(picture, site.secret) }),
  }
}

/** The newest of what would come in, as people see it before they say yes. */
export async function previewEntries(
  site: Site,
  { type, url }: Pick<FoundSource, 'type' | 'url'>,
  { entries }: Pick<FetchedFeed, 'entries'>,
): Promise<PreviewEntry[]> {
  const reading = {
    services: site.registry.services,
    imageKey: site.secret,
    imageBase: imageBase(site),
    workers: site.workers,
    log: site.log,
  }
  const drafts = (await draftEntries({ type, address: url }, entries, site.now())).slice(-shownEntries).reverse()
  const items = drafts.map(draft => ({
    html: draft.item.html ?? draft.item.summary ?? '',
    asText: true,
    ...(draft.url && { baseUrl: draft.url }),
  }))
  const texts = await readImportedTexts(reading, items)
  return drafts.map((draft, index): PreviewEntry => {
    const { item, title } = draft
    const words = cleanLine(texts[index]!.text ?? '')
    const picture = importedAttachments(draft, texts[index]!, reading).find(({ kind, stillUrl }) => kind === 'image' || stillUrl)
    const thumbUrl = picture?.thumbUrl ?? picture?.stillUrl ?? (picture?.kind === 'image' ? picture.url : undefined)
    return {
      title: title ?? '',
      excerpt: words.length > excerptLength ? `${words.slice(0, excerptLength).toWellFormed()}…` : words,
      ...(draft.url && { url: draft.url }),
      ...(item.author && { author: cleanLine(item.author).slice(0, 200) }),
      ...(item.publishedAt && { publishedAt: draft.publishedAt }),
      ...(thumbUrl && { thumbUrl }),
    }
  })
}

function authorsOf(feed: FetchedFeed): string[] {
  const names = new Set(feed.entries.flatMap(({ author }) => (author ? [cleanLine(author).slice(0, 200)] : [])))
  return names.size > 1 ? [...names].slice(0, 20).sort() : []
}
