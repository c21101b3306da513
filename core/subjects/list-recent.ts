import { selectRows } from '../db/select.ts'
import { htmlToText } from '../entries/html-text.ts'
import type { RecentThing } from '../plugin-contract/plugin-subjects.ts'
import type { Site } from '../site.ts'
import { linksOf, picturesOf } from './subject-parts.ts'

const mostAtOnce = 200
const mostText = 8000

interface Row {
  id: string
  shortId: string
  authorId: string | null
  authorHandle: string | null
  title: string | null
  bodyHtml: string
  link: string | null
  attachments: string
  origin: string | null
  createdAt: string
}

const statements = {
  entry: `select e.id, e.short_id as "shortId", e.author_id as "authorId", f.handle as "authorHandle", e.title, e.body_html as "bodyHtml", e.link,
      e.attachments, e.origin, e.created_at as "createdAt" from entries e left join feeds f on f.id = e.author_id
    where e.id > ? and e.created_at >= ? and e.access = 'public' and e.removed_at is null order by e.id limit ?`,
  comment: `select c.id, e.short_id as "shortId", c.author_id as "authorId", f.handle as "authorHandle", null as title, c.body_html as "bodyHtml",
      null as link, '[]' as attachments, null as origin, c.created_at as "createdAt"
    from comments c join entries e on e.id = c.entry_id left join feeds f on f.id = c.author_id
    where c.id > ? and c.created_at >= ? and e.access = 'public' and e.removed_at is null and c.removed_at is null order by c.id limit ?`,
}

/** What everybody can see and came here since a time, the oldest first. Ids sort by time, so that each page is a walk along the primary key. */
export async function listRecent(
  { db }: Site,
  kind: 'entry' | 'comment',
  { since, after, limit = mostAtOnce }: { since: string; after?: string; limit?: number },
): Promise<RecentThing[]> {
  const most = Math.max(1, Math.min(mostAtOnce, Number(limit) || mostAtOnce))
  const rows = await selectRows<Row>(db, statements[kind], [after ?? firstId(since), since, most])
  return rows.map(({ shortId, bodyHtml, attachments, origin, title, link, ...row }) => ({
    ...row,
    kind,
    url: kind === 'entry' ? `/e/${shortId}` : `/e/${shortId}?comments=all#comment-${row.id}`,
    title: title ?? '',
    text: htmlToText(bodyHtml).slice(0, mostText),
    links: linksOf(bodyHtml, link),
    pictures: picturesOf(attachments),
    isImported: origin !== null,
  }))
}

/** An id that sorts before all that were made since. */
function firstId(since: string): string {
  const time = Math.max(0, Date.parse(since) || 0)
    .toString(16)
    .padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`
}
