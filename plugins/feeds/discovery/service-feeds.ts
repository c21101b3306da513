import type { Service } from 'core/api'

export interface ServiceMatch {
  service: string
  /** Absent: the page has to be read. */
  feed?: string
}

/** What the named services know about an address, in the order of their rules. */
export function matchServices(url: string, services: readonly Service[]): ServiceMatch[] {
  const short = url.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/#.*$/, '')
  return services.flatMap(service =>
    service.addresses.flatMap(({ match, feed }): ServiceMatch[] => {
      const found = new RegExp(match, 'i').exec(short)
      if (!found) return []
      return [{ service: service.id, feed: feed && fill(feed, found.groups ?? {}) }]
    }),
  )
}

function fill(template: string, groups: Record<string, string | undefined>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => groups[name] ?? '')
}
