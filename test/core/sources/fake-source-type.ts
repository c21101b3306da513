import type { Registry } from '../../../core/plugins/registry.ts'
import type { Site } from '../../../core/site.ts'
import type { FetchedEntry, FetchedFeed, FetchRequest, FetchResult, SourceType } from '../../../core/sources/source-type.ts'
import { makeGuard } from '../../../core/testing/make-guard.ts'

/** A source type without an outside: it answers what the test puts into `answers`, by address. */
export class FakeOutside {
  readonly answers = new Map<string, FetchResult | Error>()
  readonly asked: FetchRequest[] = []

  readonly type: SourceType = {
    type: 'fake',
    label: 'Fake',
    discover: async address => (this.answers.has(address) ? [{ type: 'fake', url: address }] : []),
    fetch: async request => {
      this.asked.push(request)
      const answer = this.answers.get(request.url) ?? { outcome: 'failed', problem: 'The address answers 404 Not Found.', status: 404 }
      if (answer instanceof Error) throw answer
      return answer
    },
    read: async () => feedOf([]),
  }

  /** The site with this source type instead of those of its plugins. */
  inside(site: Site, more: Partial<Registry> = {}): Site {
    const sourceTypes = new Map([['fake', { plugin: 'test', guard: makeGuard(), thing: this.type }]])
    return Object.create(site, { registry: { value: { ...site.registry, sourceTypes, ...more } } }) as Site
  }

  serve(url: string, entries: Partial<FetchedEntry>[], more: Partial<Extract<FetchResult, { outcome: 'ok' }>> = {}): void {
    this.answers.set(url, { outcome: 'ok', feed: feedOf(entries), ...more })
  }
}

export function feedOf(entries: Partial<FetchedEntry>[], more: Partial<FetchedFeed> = {}): FetchedFeed {
  return {
    title: 'Tea notes',
    siteUrl: 'https://tea.example/',
    format: 'atom',
    hubs: [],
    ...more,
    entries: entries.map((entry, index) => ({ guid: `item-${index}`, tags: [], media: [], ...entry })),
  }
}
