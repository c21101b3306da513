import type { Knex } from 'knex'
import type { Site } from '../site.ts'
import { renderText } from './entry-text.ts'

export interface WrittenText {
  bodyHtml: string
  /** Handles of members who are mentioned. */
  mentions: string[]
}

/** Turns what a member typed into HTML. Only handles that exist become links. */
export async function writeText(site: Site, text: string): Promise<WrittenText> {
  const known = await knownHandles(site.db, text)
  const { html, mentions } = renderText(text, {
    mentionUrl: handle => (known.has(handle.toLowerCase()) ? `/${handle.toLowerCase()}` : undefined),
    // They become links when the entry is shown: a tag can be hidden, renamed, and shown again.
    tagUrl: () => undefined,
    siteHost: new URL(site.url).host,
  })
  return { bodyHtml: html, mentions: mentions.filter(handle => known.has(handle.toLowerCase())) }
}

async function knownHandles(db: Knex, text: string): Promise<Set<string>> {
  const handles = new Set([...text.matchAll(/[@＠]([a-z0-9]{3,25})/gi)].map(match => match[1]!.toLowerCase()))
  if (handles.size === 0) return handles
  const rows: { handle: string }[] = await db('feeds')
    .whereIn('handle', [...handles].slice(0, 50))
    .whereNull('removedAt')
    .select('handle')
  return new Set(rows.map(row => row.handle))
}
