import { isAllowedHost } from '../plugin-contract/capabilities.ts'
import type { Host } from '../plugin-contract/host.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { Outside, OutsideFetch, OutsideRequest, SourceType } from '../sources/source-type.ts'
import { Turns } from './turns.ts'

/** Bytes and milliseconds of one exchange with the outside: what is refused later need not be fetched first. */
const mostBytes = 6_291_456
const mostMs = 20_000
const mostSent = 1_048_576
/** Exchanges of one plugin at the same time: each holds its answer in the memory of the site. */
const atOnce = 4

const methods: readonly NonNullable<OutsideRequest['method']>[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The host of a plugin as a sandbox may have it: without what would run code of the plugin outside, or burden the site without limit. */
export function sandboxedHost(host: Host, { capabilities }: Pick<Manifest, 'capabilities'>): object {
  const turns = new Turns(atOnce)
  const declared = capabilities.find(({ id }) => id === 'network:fetch')?.hosts ?? []
  return {
    ...host,
    ...(host.fetch && { fetch: withinLimits(host.fetch, turns) }),
    ...(host.sourceType && { sourceType: (type: SourceType) => host.sourceType(withoutWork(type, turns, declared)) }),
  }
}

/** What comes in as options is what a stranger wrote. */
function withinLimits(fetch: OutsideFetch, turns: Turns): OutsideFetch {
  return async (url, options) => {
    const { headers, maxBytes, timeout, method, body } = (options ?? {}) as { [key in keyof OutsideRequest]: unknown }
    const texts = Object.entries(headers ?? {}).filter(([, value]) => typeof value === 'string')
    const known = methods.find(one => one === method)
    const request: OutsideRequest = {
      headers: Object.fromEntries(texts) as Record<string, string>,
      maxBytes: within(maxBytes, mostBytes),
      timeout: within(timeout, mostMs),
      ...(known && { method: known }),
      ...(typeof body === 'string' && { body: body.slice(0, mostSent) }),
    }
    return turns.take(() => fetch(String(url), request))
  }
}

function within(value: unknown, most: number): number {
  return typeof value === 'number' && value > 0 ? Math.min(value, most) : most
}

/** `outside.work` runs a module of the plugin in the process of the site. In a sandbox there is no need for it. */
function withoutWork(type: SourceType, turns: Turns, declared: readonly string[]): SourceType {
  const guarded = ({ fetch, services }: Outside, address?: string): Outside => ({
    fetch: withinLimits(nearby(fetch, declared, address), turns),
    services,
    work: refuse,
  })
  // What is missing stays missing, so that the host can say so.
  const { discover, fetch, read } = type as Partial<SourceType>
  return {
    ...type,
    ...(discover && { discover: (address, outside) => discover(address, guarded(outside, address)) }),
    ...(fetch && { fetch: (request, outside) => fetch(request, guarded(outside, request.url)) }),
    ...(read && { read: (document, outside) => read(document, guarded(outside)) }),
  }
}

/** Where a member pointed it to, and what it declares: otherwise a kind of source could tell anybody what it knows. */
function nearby(fetch: OutsideFetch, declared: readonly string[], address = ''): OutsideFetch {
  const home = URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : undefined
  const hosts = [...declared, ...(home === undefined ? [] : [home, `*.${home}`])]
  return async (url, options) => {
    if (isAllowedHost(hosts, url)) return fetch(url, options)
    throw new Error(
      `A source in the sandbox may ask ${hosts.join(', ') || 'nobody'}, but not ${url}. Name its host under "network:fetch" in plugin.json.`,
    )
  }
}

async function refuse(): Promise<never> {
  throw new Error('outside.work is not there in a sandbox: call the function itself, it can be stopped anyway.')
}
