import type { FoundSource, Outside } from 'core/api'
import { OutsideError } from 'core/api'
import { statusSentence } from '../fetch-feed.ts'
import { firstReachable, isRefusal, lookAt, type Seen, seeFeeds } from './look-at.ts'
import { pageCandidates, wellKnownAddresses } from './page-candidates.ts'
import { readAddress } from './read-address.ts'
import { matchServices } from './service-feeds.ts'

/** Turns what a member pasted into feeds, best first. */
export async function discover(address: string, outside: Outside): Promise<FoundSource[]> {
  const addresses = readAddress(address)
  const [first] = addresses
  if (!first) return []

  const known = await fromServices(first, outside)
  if (known.length > 0) return known

  const page = await firstReachable(addresses, outside)
  if (page.status >= 400) throw new OutsideError('bad-answer', statusSentence(page.status))
  const service = matchServices(page.url, outside.services)[0]?.service ?? matchServices(first, outside.services)[0]?.service
  if (page.feed && page.feed.format !== 'h-feed') return [foundSource(page, outside, service)]
  return fromPage(page, outside, service)
}

/** Feeds by the rules of a service. One that answers "not now" is believed: the rule knows better than a busy server. */
async function fromServices(address: string, outside: Outside): Promise<FoundSource[]> {
  const found: FoundSource[] = []
  for (const { service, feed } of matchServices(address, outside.services)) {
    if (!feed) continue
    const seen = await lookAt(feed, outside)
    if (seen.feed && seen.feed.format !== 'h-feed') found.push(foundSource(seen, outside, service))
    else if (isRefusal(seen.status)) found.push({ type: 'feed', url: feed, siteUrl: address, service })
  }
  return found
}

async function fromPage(page: Seen, outside: Outside, service: string | undefined): Promise<FoundSource[]> {
  const { declared, guessed } = pageCandidates(page)
  const feeds = await seeFeeds(declared, outside)
  const found = feeds.map(seen => foundSource(seen, outside, service))
  // A page with one entry is that entry's own page; a feed says so, or has several.
  if (page.feed && page.feed.entries > 1) found.push(foundSource(page, outside, service))
  if (found.length > 0) return found

  const named = page.canonical && page.canonical !== page.url ? await fromServices(page.canonical, outside) : []
  if (named.length > 0) return named
  const looked = await seeFeeds(guessed, outside)
  const known = looked.length > 0 ? looked : (await seeFeeds(wellKnownAddresses(page.url), outside)).slice(0, 1)
  return known.map(seen => foundSource(seen, outside, service))
}

function foundSource({ address, movedTo, feed, title }: Seen, outside: Outside, service: string | undefined): FoundSource {
  const url = movedTo ?? address
  const owner = service ?? matchServices(url, outside.services)[0]?.service ?? podcast(feed, outside)
  return {
    type: 'feed',
    url,
    ...(feed?.title || title ? { title: feed?.title ?? title } : {}),
    ...(feed?.siteUrl ? { siteUrl: feed.siteUrl } : {}),
    ...(owner ? { service: owner } : {}),
  }
}

/** A feed most of whose entries can be listened to is a podcast, wherever it lives. */
function podcast(feed: Seen['feed'], outside: Outside): string | undefined {
  const sounds = feed !== undefined && feed.sounds * 2 > feed.entries
  return sounds && outside.services.some(({ id }) => id === 'podcast') ? 'podcast' : undefined
}
