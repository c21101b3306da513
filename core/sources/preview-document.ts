import { readFile, stat } from 'node:fs/promises'
import { cleanLine, webAddress } from '../entries/import-draft.ts'
import type { ImportedText, ImportWork } from '../entries/import-worker.ts'
import type { Site } from '../site.ts'
import { askSource, nameProblem } from './ask-source.ts'
import { discoverSources } from './discover-sources.ts'
import { type FetchedFeed, type FetchedMedia, type Outside, ProblemReading, type SourceDocument } from './source-type.ts'

/** What an address or a file would bring in. */
export interface DocumentPreview {
  input: string
  /** `ok` or the name of what was in the way. */
  outcome: string
  problem?: string
  title: string | null
  entries: PreviewedEntry[]
}

interface PreviewedEntry {
  id: string
  title: string | null
  url: string | null
  publishedAt: string | null
  author: string | null
  /** As it would be shown: sanitised, pictures from the site's cache. */
  html: string
  media: FetchedMedia[]
}

export interface PreviewOptions {
  /** Media type of a file, as a server would give it. */
  contentType?: string
  /** Address that a file comes from. */
  url?: string
  /** Milliseconds that reading one document may take. */
  patience: number
}

type Reader = Pick<Site, 'fetch' | 'workers' | 'registry' | 'log' | 'secret'>

const worker = new URL('../entries/import-worker.ts', import.meta.url)
const largestFile = 10_485_760

/** Reads a file, or what is found at an address, and says what would come in. Whatever is in the way is an outcome. */
export async function previewDocument(site: Reader, input: string, options: PreviewOptions): Promise<DocumentPreview> {
  try {
    const feed = /^https?:\/\//i.test(input) ? await readAddress(site, input) : await readPath(site, input, options)
    return { input, ...('problem' in feed ? { ...feed, title: null, entries: [] } : await shownFeed(site, feed, options)) }
  } catch (error) {
    const problem = nameProblem(error)
    if (problem.outcome === 'failed') site.log.error({ error, input }, 'a preview failed')
    return { input, ...problem, title: null, entries: [] }
  }
}

type NoFeed = { outcome: string; problem: string }

async function readPath(site: Reader, path: string, options: PreviewOptions): Promise<FetchedFeed | NoFeed> {
  const found = await stat(path).catch(() => undefined)
  // Not every address is written with its scheme.
  if (!found?.isFile())
    return looksLikeAddress(path) ? readAddress(site, path) : { outcome: 'no-file', problem: `There is no file ${path}.` }
  if (found.size > largestFile) return { outcome: 'too-large', problem: 'The file has more than 10 MB.' }
  const document: SourceDocument = {
    bytes: await readFile(path),
    ...(options.contentType && { contentType: options.contentType }),
    ...(options.url && { url: options.url }),
  }
  return readDocument(site, document, options)
}

/** The first source type that can read the document reads it. */
async function readDocument(site: Reader, document: SourceDocument, { patience }: PreviewOptions): Promise<FetchedFeed | NoFeed> {
  const outside: Outside = {
    fetch: site.fetch,
    work: (module, input) => site.workers.run(module, input, { timeout: patience }),
    services: site.registry.services,
  }
  let problem: NoFeed = { outcome: 'no-plugin', problem: 'No plugin here reads feeds.' }
  for (const { thing } of site.registry.sourceTypes.values()) {
    try {
      return await thing.read(document, outside)
    } catch (error) {
      if (!(error instanceof ProblemReading)) throw error
      problem = nameProblem(error)
    }
  }
  return problem
}

async function readAddress(site: Reader, address: string): Promise<FetchedFeed | NoFeed> {
  const discovery = await discoverSources(site, address)
  if ('problem' in discovery) return discovery
  const { type, url } = discovery.found[0]!
  const answer = await askSource(site, { type, url, etag: null, lastModified: null })
  if (answer.outcome === 'ok') return answer.feed
  return 'problem' in answer ? answer : { outcome: answer.outcome, problem: 'The address did not send the feed.' }
}

function looksLikeAddress(text: string): boolean {
  return /^[^\s/.][^\s/]*\.[a-z]{2,}(?:[:/?#]|$)/i.test(text) && !/\.(?:xml|rss|atom|rdf|json|html?|txt)$/i.test(text)
}

async function shownFeed(site: Reader, feed: FetchedFeed, { patience }: PreviewOptions): Promise<Omit<DocumentPreview, 'input'>> {
  const items = feed.entries.map(entry => {
    const url = webAddress(entry.url)
    return { html: entry.html ?? entry.summary ?? '', asText: false, ...(url && { baseUrl: url }) }
  })
  const work: ImportWork = { items, imageKey: site.secret, imageBase: '' }
  const texts = items.length > 0 ? await site.workers.run<ImportedText[]>(worker, work, { timeout: patience }) : []
  return {
    outcome: 'ok',
    title: cleanLine(feed.title ?? '') || null,
    entries: feed.entries.map((entry, index) => ({
      id: entry.guid,
      title: cleanLine(entry.title ?? '') || null,
      url: webAddress(entry.url),
      publishedAt: entry.publishedAt ?? null,
      author: cleanLine(entry.author ?? '') || null,
      html: texts[index]!.html,
      media: entry.media.filter(media => webAddress(media.url) !== null),
    })),
  }
}
