import { absoluteHtml } from '../entries/absolute-html.ts'
import type { Attachment } from '../entries/attachment.ts'
import type { EntryView } from '../entries/entry-view.ts'
import { htmlToText } from '../entries/html-text.ts'
import { escapeText } from '../entries/html-tree.ts'
import type { EntryRow } from '../feeds/entry-rows.ts'
import type { Details, PersonRow } from '../feeds/read-details.ts'
import { labelOut } from '../labels/label.ts'
import { v2Body } from './v2-body.ts'
import { personJson, v2Date, v2EntryId } from './v2-format.ts'
import type { EntryJson, InsertJson, PersonJson } from './v2-json.ts'
import { v2Files, v2Thumbnails } from './v2-media.ts'
import { type Amount, v2Comments, v2Likes } from './v2-said.ts'

/** What belongs to all entries of an answer. */
export interface EntryExtras {
  siteUrl: string
  details: Details
  amount: Amount
  /** What was typed, by id of entry or comment; empty unless asked for. */
  raw: ReadonlyMap<string, string>
}

/** An entry as FriendFeed's clients know it. What is empty is left out. */
export function v2Entry(row: EntryRow, view: EntryView, extras: EntryExtras): EntryJson {
  const { siteUrl, details, amount, raw } = extras
  const attachments = row.attachments === '[]' ? [] : (JSON.parse(row.attachments) as Attachment[])
  const shortUrl = `${siteUrl}/e/${row.shortId}`
  const rawBody = raw.get(row.id)
  const warning = labelOut(row)
  return {
    id: v2EntryId(row.id),
    url: siteUrl + view.url,
    short_id: row.shortId,
    short_url: shortUrl,
    date: v2Date(row.publishedAt),
    body: v2Body({ ...row, bodyHtml: view.bodyHtml }, siteUrl),
    ...(row.title && row.bodyHtml && { content: absoluteHtml(view.bodyHtml, siteUrl) }),
    ...(rawBody !== undefined && { rawBody, rawLink: row.link ?? shortUrl }),
    from: personJson({ ...view.author, access: row.authorAccess }),
    ...some('to', destinations(row, details.destinations.get(row.id) ?? [])),
    ...some('comments', v2Comments(row, details.comments.get(row.id) ?? [], { views: view.comments, raw, siteUrl })),
    ...some('likes', v2Likes(row, details.likers.get(row.id) ?? [], amount)),
    ...some('thumbnails', v2Thumbnails(view, siteUrl)),
    ...some('files', v2Files(attachments, siteUrl)),
    ...some('inserts', insertsOf(view, siteUrl)),
    ...(view.via && { via: { name: view.via.name, ...(view.via.url && { url: view.via.url }) } }),
    ...some(
      'tags',
      (view.tags ?? []).map(({ label }) => label),
    ),
    ...(view.licence && { licence: view.licence }),
    ...(warning && { warning }),
    ...some('commands', commandsOf(view)),
    ...friendOfFriend(view, siteUrl),
    ...(view.hidden && { hidden: true }),
  }
}

function some<Name extends string, Item>(name: Name, list: Item[]): { [name in Name]?: Item[] } {
  return list.length > 0 ? ({ [name]: list } as { [name in Name]: Item[] }) : {}
}

/** Every destination, the author's own feed first; nothing when there is no other. */
function destinations(row: EntryRow, feeds: readonly PersonRow[]): PersonJson[] {
  const own = feeds.filter(feed => feed.id === row.authorId).map(feed => ({ ...feed, name: `${feed.name}'s feed` }))
  const others = feeds.filter(feed => feed.id !== row.authorId)
  return others.length > 0 ? [...own, ...others].map(personJson) : []
}

/** What plugins put into it, in plain words and as HTML, and where it is to be had. */
function insertsOf({ inserts = [], url }: EntryView, siteUrl: string): InsertJson[] {
  return inserts.map(({ id, name, title, fallbackHtml }) => ({
    id,
    type: name,
    title,
    text: htmlToText(fallbackHtml),
    body: absoluteHtml(fallbackHtml, siteUrl),
    link: `${siteUrl}${url}#insert-${id}`,
  }))
}

function commandsOf({ can, liked, hidden }: EntryView): string[] {
  const commands: string[] = []
  if (can.comment) commands.push('comment')
  if (can.like) commands.push(liked ? 'unlike' : 'like')
  if (can.edit) commands.push('edit')
  if (can.remove) commands.push('delete')
  if (can.hide) commands.push(hidden ? 'unhide' : 'hide')
  return commands
}

function friendOfFriend({ reason }: EntryView, siteUrl: string): Pick<EntryJson, 'fof' | 'fof_html'> {
  if (!reason) return {}
  const { kind, person } = reason
  const name = escapeText(person.name)
  const link = person.url ? `<a href="${siteUrl}${person.url}">${name}</a>` : name
  return {
    fof: { type: kind, from: personJson(person) },
    fof_html: `${link} ${kind === 'like' ? 'liked this' : 'commented on this'}`,
  }
}
