import type { Host } from '../plugins/host.ts'
import type { Outside, OutsideFetch, OutsideRequest, SourceType } from '../sources/source-type.ts'

/** Bytes and milliseconds of one exchange with the outside: what is refused later need not be fetched first. */
const mostBytes = 6_291_456
const mostMs = 20_000

/** The host of a plugin as a sandbox may have it: without what would run code of the plugin outside, or burden the site without limit. */
export function sandboxedHost(host: Host): object {
  return {
    ...host,
    ...(host.fetch && { fetch: withinLimits(host.fetch) }),
    ...(host.sourceType && { sourceType: (type: SourceType) => host.sourceType(withoutWork(type)) }),
  }
}

/** What comes in as options is what a stranger wrote. */
function withinLimits(fetch: OutsideFetch): OutsideFetch {
  return async (url, options) => {
    const { headers, maxBytes, timeout } = (options ?? {}) as { [key in keyof OutsideRequest]: unknown }
    const texts = Object.entries(headers ?? {}).filter(([, value]) => typeof value === 'string')
    return fetch(String(url), {
      headers: Object.fromEntries(texts) as Record<string, string>,
      maxBytes: within(maxBytes, mostBytes),
      timeout: within(timeout, mostMs),
    })
  }
}

function within(value: unknown, most: number): number {
  return typeof value === 'number' && value > 0 ? Math.min(value, most) : most
}

/** `outside.work` runs a module of the plugin in the process of the site. In a sandbox there is no need for it. */
function withoutWork(type: SourceType): SourceType {
  const guarded = ({ fetch, services }: Outside): Outside => ({ fetch: withinLimits(fetch), services, work: refuse })
  // What is missing stays missing, so that the host can say so.
  const { discover, fetch, read } = type as Partial<SourceType>
  return {
    ...type,
    ...(discover && { discover: (address, outside) => discover(address, guarded(outside)) }),
    ...(fetch && { fetch: (request, outside) => fetch(request, guarded(outside)) }),
    ...(read && { read: (document, outside) => read(document, guarded(outside)) }),
  }
}

async function refuse(): Promise<never> {
  throw new Error('outside.work is not there in a sandbox: call the function itself, it can be stopped anyway.')
}
