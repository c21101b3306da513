import { inList, selectRows } from '../db/select.ts'
import { renderText } from '../entries/entry-text.ts'
import type { Site } from '../site.ts'

interface Text {
  id: string
  body: string
}

/** A text that calls many is not meant for any of them. */
const mostPerText = 20

/** Members who are mentioned in texts, by the texts' ids. One statement. */
export async function findMentions(site: Site, texts: readonly Text[]): Promise<Map<string, string[]>> {
  const handles = new Set(texts.flatMap(({ body }) => [...body.matchAll(/[@＠]([a-z0-9]{3,25})/gi)].map(match => match[1]!.toLowerCase())))
  if (handles.size === 0) return new Map()
  const { sql, bindings } = inList(site.db.dialect, 'handle', [...handles])
  const rows = await selectRows<{ id: string; handle: string }>(
    site.db,
    `select id, handle from feeds where kind = 'member' and removed_at is null and ${sql}`,
    bindings,
  )
  const ids = new Map(rows.map(row => [row.handle, row.id]))
  return new Map(texts.map(({ id, body }) => [id, mentionsIn(body, ids)]))
}

/** By the same rules that made the links of the page. */
function mentionsIn(body: string, ids: ReadonlyMap<string, string>): string[] {
  if (!/[@＠]/.test(body)) return []
  const { mentions } = renderText(body, {
    mentionUrl: handle => (ids.has(handle.toLowerCase()) ? '/' : undefined),
    tagUrl: () => '/',
    siteHost: '',
  })
  return mentions.slice(0, mostPerText).map(handle => ids.get(handle)!)
}
