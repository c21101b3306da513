import { may } from '../actions/permissions.ts'
import { type Actor, isMember } from '../actor.ts'
import type { CommentView } from '../comments/comment-view.ts'
import type { EntryRow } from '../feeds/entry-rows.ts'
import { type FeedLinkRow, feedLink, formerMember } from '../feeds/feed-link.ts'
import type { FeedLink } from '../feeds/feed-view.ts'
import { type CommentRow, type Details, type TagRow, unfoldedLikes } from '../feeds/read-details.ts'
import { warningOf } from '../labels/label.ts'
import { labelChoices } from '../labels/label-choices.ts'
import { licenceView } from '../licences/licence.ts'
import type { Service } from '../sources/source-type.ts'
import { linkTags } from '../tags/link-tags.ts'
import { tagUrl } from '../tags/tag-name.ts'
import type { EntryView, TagLink } from './entry-view.ts'
import { showAttachments } from './show-attachments.ts'

/** From here on a text is folded in a feed: about twelve lines. */
const longHtml = 1800

/** Where an entry is shown: its own page folds less and offers moderators what they may do; home says why it is there. */
export type Place = 'feed' | 'home' | 'page'

/** Turns rows into what templates get. Everything the viewer may do is decided here, nothing in the template. */
export function showEntries(
  rows: readonly EntryRow[],
  details: Details,
  actor: Actor,
  services: readonly Service[],
  place: Place = 'feed',
): EntryView[] {
  return rows.map(row => showEntry(row, details, actor, services, place))
}

function showEntry(row: EntryRow, details: Details, actor: Actor, services: readonly Service[], place: Place): EntryView {
  const author = authorOf(row)
  const mine = isMember(actor) && actor.id === row.authorId
  const likers = details.likers.get(row.id) ?? []
  const named = row.likeCount <= unfoldedLikes ? likers : likers.slice(0, unfoldedLikes - 1)
  const comments = (details.comments.get(row.id) ?? []).map(comment => showComment(comment, row, actor, place))
  const tags = details.tags.get(row.id) ?? []
  const licence = licenceView(row.licence)
  const service = row.viaService ? services.find(known => known.id === row.viaService) : undefined
  return {
    id: row.id,
    shortId: row.shortId,
    url: permalinkOf(row, details),
    author,
    said: saidOf(row, service),
    to: destinationsOf(row, details),
    ...(row.viaName && { via: viaOf(row, service) }),
    ...(row.title && { title: row.title }),
    ...(row.link && { link: row.link, linkHost: hostOf(row.link) }),
    bodyHtml: bodyOf(row, tags),
    long: row.bodyHtml.length > longHtml,
    ...showAttachments(row.attachments, row.title ?? '', row.id),
    ...tagsOf(tags),
    publishedAt: row.publishedAt,
    ...(row.editedAt && { editedAt: row.editedAt }),
    createdAt: row.createdAt,
    ...(licence && { licence }),
    ...(row.access === 'held' && { held: true as const }),
    ...(row.access === 'hidden' && { withheld: true as const }),
    ...(row.commentsLockedAt && { locked: true as const }),
    ...warningOf(row, labelChoices(actor)),
    ...reasonOf(row),
    comments,
    foldedComments: Math.max(0, row.commentCount - comments.length),
    commentCount: row.commentCount,
    likers: named.map(feedLink),
    otherLikers: row.likeCount - named.length,
    likeCount: row.likeCount,
    liked: row.liked !== null,
    saved: row.saved !== null,
    hidden: row.hidden !== null,
    can: {
      comment: isMember(actor) && row.commentsLockedAt === null,
      like: isMember(actor) && !mine,
      edit: mine && row.origin === null,
      remove: mine || actsAsStaff(actor, place),
      hide: isMember(actor),
      save: isMember(actor),
    },
  }
}

export function showComment(row: CommentRow, entry: Pick<EntryRow, 'authorId'>, actor: Actor, place: Place = 'feed'): CommentView {
  const mine = isMember(actor) && actor.id === row.authorId
  const isWithheld = row.withheld !== null && !mine && !actsAsStaff(actor, place)
  const canRemove = mine || (isMember(actor) && actor.id === entry.authorId) || actsAsStaff(actor, place)
  return {
    id: row.id,
    number: row.number,
    author: row.kind && row.authorId && !isWithheld ? feedLink({ ...(row as FeedLinkRow), id: row.authorId }) : formerMember(),
    bodyHtml: isWithheld ? '' : row.bodyHtml,
    ...(isWithheld && { withheld: true as const }),
    ...warningOf(row, labelChoices(actor)),
    createdAt: row.createdAt,
    ...(row.editedAt && { editedAt: row.editedAt }),
    can: { edit: mine, remove: canRemove },
  }
}

/** Moderators read their feeds as everybody does; the tools are on the entry's own page. */
function actsAsStaff(actor: Actor, place: Place): boolean {
  return place === 'page' && may(actor, 'content')
}

/** An entry that stands in one group alone has its address there (friendfeed.md §2). */
function permalinkOf(row: EntryRow, details: Details): string {
  const [group, another] = row.reach === 'group' ? (details.destinations.get(row.id) ?? []) : []
  return group && !another ? `/${group.handle}/${row.shortId}` : entryUrl(row)
}

/** `/ann/3f2a9c`, or without a handle when the author is gone. */
export function entryUrl(row: Pick<EntryRow, 'shortId' | 'authorHandle' | 'authorKind'>): string {
  return row.authorHandle && row.authorKind !== 'former' ? `/${row.authorHandle}/${row.shortId}` : `/e/${row.shortId}`
}

/** The text, with links for the tags in it. */
function bodyOf({ bodyHtml }: EntryRow, tags: readonly TagRow[]): string {
  const written = tags.filter(({ foundIn }) => foundIn === 'text')
  return written.length > 0 ? linkTags(bodyHtml, new Map(written.map(({ word, name }) => [word, tagUrl(name)]))) : bodyHtml
}

/** Every tag once; those that nobody can click in the text stand below it. */
function tagsOf(rows: readonly TagRow[]): Pick<EntryView, 'tags' | 'tagsBelow'> {
  if (rows.length === 0) return {}
  const links = new Map<string, TagLink>()
  for (const { name, label } of rows) links.set(name, { name, label, url: tagUrl(name) })
  const written = new Set(rows.flatMap(({ foundIn, name }) => (foundIn === 'text' ? [name] : [])))
  const below = [...links.values()].filter(({ name }) => !written.has(name))
  return { tags: [...links.values()], ...(below.length > 0 && { tagsBelow: below }) }
}

function authorOf(row: EntryRow): FeedLink {
  if (!row.authorId || !row.authorKind) return formerMember(row.authorId ?? '')
  const { authorId: id, authorKind: kind, authorHandle: handle, authorName: name, authorPicture: picture } = row
  return feedLink({ id, kind, handle: handle ?? '', name: name ?? '', picture })
}

/** Destinations that say something: all but the author's own feed, which comes first when there are others (friendfeed.md §2). */
function destinationsOf(row: EntryRow, details: Details): FeedLink[] {
  const feeds = details.destinations.get(row.id) ?? []
  return feeds.filter(feed => feed.id !== row.authorId && feed.kind !== 'former').map(feedLink)
}

function saidOf(row: EntryRow, service: Service | undefined): string {
  if (!row.viaName) return ''
  if (!row.viaVerifiedAt) return 'from {service}'
  return service?.posted ?? 'wrote'
}

function viaOf(row: EntryRow, service: Service | undefined): NonNullable<EntryView['via']> {
  const url = row.viaUrl ?? row.link
  return { name: row.viaName ?? '', ...(url && { url }), icon: service?.icon ?? 'feed', verified: row.viaVerifiedAt !== null }
}

function reasonOf(row: EntryRow): Pick<EntryView, 'reason'> {
  const { reason, actorId: id, actorHandle: handle, actorName: name, actorPicture: picture } = row
  if ((reason !== 'comment' && reason !== 'like') || !id || !handle || !name) return {}
  return { reason: { kind: reason, person: feedLink({ id, kind: 'member', handle, name, picture: picture ?? null }) } }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : ''
}
