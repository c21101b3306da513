import type { MemberActor } from '../actor.ts'
import type { Site } from '../site.ts'
import { askSource, nameProblem } from './ask-source.ts'
import { ownerCode } from './owner-code.ts'
import type { OwnershipSigns, OwnershipWork } from './read-ownership.ts'

/** An address and the page that people read there. */
export interface Owned {
  type: string
  url: string
  siteUrl?: string | null
}

/** `owned`, or why that could not be seen. */
export type Ownership = { owned: true } | { owned: false; problem: string }

const worker = new URL('./read-ownership.ts', import.meta.url)
const largestPage = 3_000_000

/** Whether an address is a member's: its page links to their profile with rel=me, or their code stands in its description. */
export async function checkOwnership(site: Site, actor: MemberActor, owned: Owned): Promise<Ownership> {
  const code = ownerCode(site.secret, actor.id)
  const profile = normal(`${site.url}/${actor.member.feed.handle}`)
  const answer = await askSource(site, { type: owned.type, url: owned.url, etag: null, lastModified: null })
  const feed = answer.outcome === 'ok' ? answer.feed : undefined
  if ([feed?.title, feed?.description].some(text => text?.includes(code))) return { owned: true }

  let problem = 'problem' in answer ? answer.problem : ''
  const siteUrl = owned.siteUrl ?? feed?.siteUrl
  for (const page of new Set([siteUrl, owned.url])) {
    if (!page) continue
    const signs = await readSigns(site, page)
    if ('problem' in signs) problem ||= signs.problem
    else if (signs.me.some(url => normal(url) === profile) || signs.descriptions.some(text => text.includes(code))) return { owned: true }
  }
  return {
    owned: false,
    problem: problem || 'Neither the link nor the code was found there. It can take a while until a changed page is seen.',
  }
}

async function readSigns(site: Site, url: string): Promise<OwnershipSigns | { problem: string }> {
  try {
    const response = await site.fetch(url, { maxBytes: largestPage, headers: { accept: 'text/html, application/xhtml+xml' } })
    if (response.status !== 200) return { problem: `${new URL(url).host} answers ${response.status}.` }
    // The page that a redirect leads to on another host is somebody else's.
    if (new URL(response.url).host.replace(/^www\./, '') !== new URL(url).host.replace(/^www\./, '')) return { me: [], descriptions: [] }
    const work: OwnershipWork = { html: new TextDecoder().decode(response.body), baseUrl: response.url }
    return await site.workers.run<OwnershipSigns>(worker, work)
  } catch (error) {
    return nameProblem(error)
  }
}

/** Two ways of writing one address are one address. */
function normal(address: string): string {
  const url = URL.parse(address)
  return url ? `${url.host}${url.pathname}`.toLowerCase().replace(/\/+$/, '') : ''
}
