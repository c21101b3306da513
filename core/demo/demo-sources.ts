import { join } from 'node:path'
import { importEntries } from '../entries/import-entry.ts'
import { originOfSource } from '../entries/import-origin.ts'
import { openImageCache } from '../media/image-cache-store.ts'
import { connectSource } from '../sources/connect-source.ts'
import { Source } from '../sources/source.ts'
import type { FetchedEntry, FetchedFeed, FetchedMedia } from '../sources/source-type.ts'
import type { DemoSource, DemoThread } from './demo-content.ts'
import { actorOf, type DemoStory, pictureOf, timeOf } from './demo-story.ts'
import type { Happening } from './happening.ts'

const pictureBase = 'https://pictures.example.net/'

/** Sources are connected with what they held then. Nothing is ever fetched: their addresses are examples. */
export function connectings(story: DemoStory): Happening[] {
  return story.content.sources.map(source => ({ at: timeOf(story, source.connected), run: () => connect(story, source) }))
}

async function connect(story: DemoStory, about: DemoSource): Promise<void> {
  const { site } = story
  const at = site.now().toISOString()
  const actor = actorOf(story, about.owner)
  const { url, title, service, site: siteUrl, verified, asMessage } = about
  const change = { siteUrl, verifiedAt: verified ? at : null, nextFetchAt: null, leasedUntil: null, changedAt: at }
  const source = await site.db.transaction(async trx => {
    const input = { type: 'feed', url, title, ...(service && { service }), ...(asMessage && { asMessage: 'yes' as const }) }
    const made = await connectSource(site.within(trx), actor, input)
    return Source.query(trx).patchAndFetchById(made.id, change)
  })
  story.sources.set(about, source)
  const old = story.content.threads.filter(thread => thread.source === about && thread.age > about.connected)
  await bringIn(story, source, old, true)
}

/** Brings entries in through the one door, as a fetch of their source would. */
export async function bringIn(story: DemoStory, source: Source, threads: readonly DemoThread[], first: boolean): Promise<void> {
  const feed: FetchedFeed = { title: source.title, format: 'rss', hubs: [], entries: threads.map(thread => toFetched(story, thread)) }
  await importEntries(story.site, originOfSource(source), feed, { first })
}

function toFetched(story: DemoStory, thread: DemoThread): FetchedEntry {
  const { title, link = '', body, age, tags } = thread
  return {
    guid: link,
    url: link,
    ...(title && { title }),
    html: body.startsWith('<')
      ? body
      : body
          .split(/\n\n+/)
          .map(paragraph => `<p>${paragraph}</p>`)
          .join('\n'),
    publishedAt: new Date(timeOf(story, age)).toISOString(),
    tags,
    media: mediaOf(story, thread),
  }
}

function mediaOf({ content }: DemoStory, { photos, audio, video, title }: DemoThread): FetchedMedia[] {
  const named = title ? { title } : {}
  return [
    ...photos.map(
      (name): FetchedMedia => ({
        kind: 'image',
        url: pictureUrl(name),
        ...sizeOf(content.pictures[name]?.ratio),
        title: content.pictures[name]?.alt ?? '',
      }),
    ),
    ...(audio ? [{ kind: 'audio' as const, url: audio.url, type: 'audio/mpeg', duration: audio.length * 60, ...named }] : []),
    ...(video
      ? [
          {
            kind: 'video' as const,
            url: video.url,
            type: 'video/mp4',
            duration: video.length * 60,
            thumbnailUrl: pictureUrl(video.still),
            ...named,
          },
        ]
      : []),
  ]
}

function sizeOf(ratio = 4 / 3): { width: number; height: number } {
  return ratio >= 1 ? { width: 1200, height: Math.round(1200 / ratio) } : { width: Math.round(1200 * ratio), height: 1200 }
}

function pictureUrl(name: string): string {
  return `${pictureBase}${name}.jpg`
}

/** Puts the pictures of imported entries where the site keeps those of other sites, because nobody could fetch these. */
export async function keepPictures(story: DemoStory): Promise<void> {
  const { config } = story.site
  const cache = openImageCache({
    directory: join(config.dataDir, 'cache/images'),
    maxBytes: config.media.cacheMegabytes * 1024 * 1024,
    fetch: async url => ({ url, status: 200, headers: {}, body: pictureOf(story, url.slice(pictureBase.length, -'.jpg'.length)) }),
  })
  const imported = story.content.threads.filter(({ source }) => source)
  const names = new Set(imported.flatMap(({ photos, video }) => [...photos, ...(video ? [video.still] : [])]))
  for (const name of names) await cache.get(pictureUrl(name))
}

/** What the last fetch of every source is said to have brought, so that the list of sources shows all that can be. */
export async function settleSources(story: DemoStory): Promise<void> {
  const { site } = story
  await site.db.transaction(async trx => {
    for (const [about, source] of story.sources) {
      const rows: { count: number | string }[] = await trx('entries').where({ sourceId: source.id }).count('id as count')
      const age = 3 + (about.title.length % 40)
      const fetched = { fetchedAt: new Date(timeOf(story, age)).toISOString(), outcome: 'ok', importedInAll: Number(rows[0]?.count ?? 0) }
      await Source.query(trx)
        .patch({ ...fetched, ...endOf(story, about) })
        .where({ id: source.id })
    }
  })
}

function endOf(story: DemoStory, { state }: DemoSource): Partial<Source> {
  const since = new Date(timeOf(story, '3d 5h')).toISOString()
  if (state === 'failing') return { outcome: 'failed', problem: 'The address answers 404 Not Found.', failures: 9, failingSince: since }
  if (state === 'paused') return { pausedAt: since }
  return { imported: state === 'quiet' ? 0 : 2 }
}
