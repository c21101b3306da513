import { cachedImageUrl } from '../media/image-cache-url.ts'
import type { Site } from '../site.ts'
import { findPlayer } from '../sources/match-service.ts'
import type { FetchedMedia, Service } from '../sources/source-type.ts'
import type { Attachment } from './attachment.ts'
import { cleanLine, type Draft, webAddress } from './import-draft.ts'
import type { ImportedText } from './import-worker.ts'

export interface AttachmentOptions {
  services: readonly Service[]
  imageKey: string
  imageBase: string
}

/** The path below which the site lives, without a slash at the end: stands before the address of every picture. */
export function imageBase(site: Pick<Site, 'config'>): string {
  return URL.parse(site.config.http.baseUrl)?.pathname.replace(/\/$/, '') ?? ''
}

const mostAttachments = 50

/** What hangs on an imported entry: players first, then pictures that do not stand in its text, sounds, films and files. */
export function importedAttachments({ item, url }: Draft, text: ImportedText, options: AttachmentOptions): Attachment[] {
  const { imageKey, imageBase } = options
  const cached = (address: string | undefined): string | undefined => {
    const known = webAddress(address)
    return known ? imageBase + cachedImageUrl(known, imageKey) : undefined
  }
  const own = [url, ...item.media.flatMap(media => [media.playerUrl, media.url])]
  const players = playersOf([...own, ...text.frames], item.title, options, cached)
  // The picture of a film is its still already.
  const isFilm = own.some(address => address && findPlayer(options.services, address))
  const rest: Attachment[] = []
  for (const media of item.media) {
    const played = [media.url, media.playerUrl].some(address => address && findPlayer(options.services, address))
    const attachment = played || (isFilm && media.kind === 'image') ? undefined : fromMedia(media, cached)
    if (attachment && !(attachment.kind === 'image' && text.html.includes(attachment.url))) rest.push(attachment)
  }
  return [...players, ...rest].slice(0, mostAttachments)
}

function playersOf(
  addresses: readonly (string | null | undefined)[],
  title: string | undefined,
  { services }: AttachmentOptions,
  cached: (address: string | undefined) => string | undefined,
): Attachment[] {
  const players = new Map<string, Attachment>()
  for (const address of addresses) {
    const player = address && findPlayer(services, address)
    if (!player || players.has(player.url)) continue
    const stillUrl = cached(player.stillUrl)
    players.set(player.url, {
      kind: 'player',
      url: player.url,
      ratio: player.ratio,
      ...(title && { title: cleanLine(title).slice(0, 300) }),
      ...(stillUrl && { stillUrl }),
    })
  }
  return [...players.values()]
}

function fromMedia(media: FetchedMedia, cached: (address: string | undefined) => string | undefined): Attachment | undefined {
  const url = media.kind === 'image' ? cached(media.url) : webAddress(media.url)
  if (!url) return undefined
  const small = cached(media.thumbnailUrl)
  const attachment: Attachment = { kind: media.kind, url }
  if (small && media.kind === 'image') attachment.thumbUrl = small
  if (small && media.kind !== 'image') attachment.stillUrl = small
  if (isSize(media.width) && isSize(media.height)) Object.assign(attachment, { width: media.width, height: media.height })
  if (media.title) attachment.title = cleanLine(media.title).slice(0, 300)
  if (media.type && /^[\w.+-]+\/[\w.+-]+$/.test(media.type)) attachment.type = media.type.slice(0, 80)
  if (isSize(media.bytes)) attachment.bytes = media.bytes
  if (isSize(media.duration)) attachment.duration = Math.round(media.duration)
  return attachment
}

function isSize(number: number | undefined): number is number {
  return number !== undefined && Number.isFinite(number) && number > 0 && number < 1e12
}
