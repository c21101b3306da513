import { imageBase } from '../entries/import-attachments.ts'
import type { Context } from '../http/context.ts'
import { cachedImageUrl } from '../media/image-cache-url.ts'
import type { Site } from '../site.ts'
import { describeSource, until } from './describe-source.ts'
import { findService } from './match-service.ts'
import type { Source } from './source.ts'

/** A source in its member's list. */
export interface SourceView {
  id: string
  title: string
  /** The feed, and the page that people read. Both are addresses elsewhere. */
  url: string
  siteUrl: string
  /** Address on this site. */
  pictureUrl?: string
  /** Glyph of the service, or of feeds. */
  icon: string
  service?: string
  /** `last fetched 3 min ago: 2 new` */
  status: string
  state: 'good' | 'waiting' | 'bad' | 'off'
  /** `in 12 min`; absent when it is not fetched any more, or paused. */
  next?: string
  verified: boolean
  paused: boolean
  onlyAuthor?: string
  asMessage: boolean
  firstComment: boolean
  imported: number
}

export function sourceView(ctx: Pick<Context, 'site' | 'locale' | 't'>, source: Source): SourceView {
  const { site, locale } = ctx
  const now = site.now()
  const service = findService(site.registry.services, source.service)
  const pictureUrl = source.picture && imageBase(site) + cachedImageUrl(source.picture, site.secret)
  return {
    id: source.id,
    title: source.title,
    url: source.url,
    siteUrl: source.siteUrl ?? source.url,
    icon: service?.icon ?? 'feed',
    status: describeSource(source, now, (key, values) => ctx.t(key, values), locale),
    state: stateOf(source),
    verified: source.verifiedAt !== null,
    paused: source.pausedAt !== null,
    asMessage: source.asMessageSince !== null,
    firstComment: source.firstCommentSince !== null,
    imported: source.importedInAll,
    ...(service && { service: service.name }),
    ...(source.onlyAuthor && { onlyAuthor: source.onlyAuthor }),
    ...(source.nextFetchAt && source.fetchedAt && { next: until(source.nextFetchAt, now, locale) }),
    ...(pictureUrl && { pictureUrl }),
  }
}

function stateOf({ pausedAt, nextFetchAt, failingSince, fetchedAt }: Source): SourceView['state'] {
  if (pausedAt || (fetchedAt && !nextFetchAt)) return 'off'
  if (failingSince) return 'bad'
  return fetchedAt ? 'good' : 'waiting'
}

/** How members show that an address is theirs. */
export function proofView(site: Site, handle: string, code: string): { snippet: string; code: string } {
  return { snippet: `<a rel="me" href="${site.url}/${handle}">${site.settings.siteName}</a>`, code }
}
