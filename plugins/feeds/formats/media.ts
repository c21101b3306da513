import type { FetchedMedia } from 'core/api'
import type { AtomFeed, ItunesNs, MediaNs, RssFeed } from 'feedsmith'
import { absoluteUrl } from '../text/absolute-url.ts'
import { plainText } from '../text/plain-text.ts'
import { relIs } from './atom-links.ts'
import { mediaKind } from './media-kind.ts'

/** Attached things as the document names them: the address may still be relative. */
export type LooseMedia = Omit<FetchedMedia, 'kind' | 'url'> & { kind?: FetchedMedia['kind']; url?: string }

/** Makes addresses absolute, drops what has none, and joins what several namespaces say about the same file. */
export function joinMedia(base: string | undefined, ...lists: LooseMedia[][]): FetchedMedia[] {
  const joined = new Map<string, FetchedMedia>()
  for (const loose of lists.flat()) {
    const url = absoluteUrl(loose.url, base)
    if (!url) continue
    const media = compact({
      ...loose,
      kind: loose.kind ?? mediaKind(loose.type, url),
      url,
      thumbnailUrl: absoluteUrl(loose.thumbnailUrl, base),
      playerUrl: absoluteUrl(loose.playerUrl, base),
    })
    joined.set(url, { ...media, ...joined.get(url) })
  }
  return [...joined.values()]
}

export function enclosureMedia(enclosures: RssFeed.Enclosure[] | undefined): LooseMedia[] {
  return (enclosures ?? []).map(({ url, type, length }) => ({ url, type, bytes: length || undefined }))
}

export function atomEnclosures(links: readonly AtomFeed.Link<string>[] | undefined): LooseMedia[] {
  const enclosures = links?.filter(({ rel }) => relIs(rel, 'enclosure')) ?? []
  return enclosures.map(({ href, type, length, title }) => ({ url: href, type, bytes: length || undefined, title }))
}

/** What iTunes says of a podcast's episode belongs to its first enclosure. */
export function itunesMedia(itunes: ItunesNs.Item | undefined, enclosures?: RssFeed.Enclosure[]): LooseMedia[] {
  const url = enclosures?.[0]?.url
  if (url) return [{ url, duration: itunes?.duration, thumbnailUrl: itunes?.image }]
  return itunes?.image ? [{ url: itunes.image, kind: 'image' }] : []
}

/** Media RSS. `page` is the entry's address, for players that exist only there (YouTube gives a Flash file). */
export function mediaRss(media: MediaNs.ItemOrFeed | undefined, page?: string): LooseMedia[] {
  if (!media) return []
  const grouped = (media.groups ?? []).flatMap(group =>
    oneOfEach(group.contents ?? []).map(content => looseContent(content, { ...media, ...group }, page)),
  )
  const single = (media.contents ?? []).map(content => looseContent(content, media, page))
  if (grouped.length + single.length > 0) return [...grouped, ...single]
  const picture = media.thumbnails?.[0] ?? media.groups?.[0]?.thumbnails?.[0]
  return picture ? [{ kind: 'image', url: picture.url, width: picture.width, height: picture.height }] : []
}

/** The contents of a group are one film in several sizes, or several pictures. */
function oneOfEach(contents: MediaNs.Content[]): MediaNs.Content[] {
  const pictures = contents.filter(content => content.medium === 'image' || content.type?.startsWith('image/'))
  const films = contents.filter(content => !pictures.includes(content))
  const best = films.find(({ isDefault }) => isDefault) ?? films[0]
  return best ? [best, ...pictures] : pictures
}

/** Text beside a picture or film, for entries that have no other. */
export function mediaText(media: MediaNs.ItemOrFeed | undefined): string | undefined {
  return media?.description?.value ?? media?.groups?.[0]?.description?.value ?? media?.contents?.[0]?.description?.value
}

function looseContent(content: MediaNs.Content, around: MediaNs.Group, page: string | undefined): LooseMedia {
  const flash = content.type === 'application/x-shockwave-flash'
  return {
    kind: flash ? 'video' : kindOfMedium(content.medium),
    url: flash ? (page ?? content.url) : (content.url ?? content.player?.url),
    type: flash ? undefined : content.type,
    title: plainText(content.title?.value ?? around.title?.value),
    width: content.width,
    height: content.height,
    bytes: content.fileSize,
    duration: content.duration,
    thumbnailUrl: content.thumbnails?.[0]?.url ?? around.thumbnails?.[0]?.url,
    playerUrl: content.player?.url ?? around.player?.url,
  }
}

function kindOfMedium(medium: string | undefined): FetchedMedia['kind'] | undefined {
  return medium === 'image' || medium === 'audio' || medium === 'video' ? medium : undefined
}

function compact<Thing extends object>(thing: Thing): Thing {
  return Object.fromEntries(Object.entries(thing).filter(([, value]) => value !== undefined)) as Thing
}
