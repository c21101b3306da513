import { entryUrl } from '../entries/show-entry.ts'
import { feedLink, formerMember } from '../feeds/feed-link.ts'
import type { FeedLink } from '../feeds/feed-view.ts'
import { requestUrls } from '../subscriptions/list-requests.ts'
import type { NotificationView } from '../themes/template-views.ts'
import type { NotificationRow } from './read-notifications.ts'

const longestExcerpt = 80
const longestSaid = 200
const mostNamed = 3

/** What happened, as a page or a mail says it. `say` translates: an entry without words is called "an entry". */
export function showNotification(row: NotificationRow, say: (key: string) => string): NotificationView {
  const actor = actorOf(row)
  const what = whatOf(row, say)
  return {
    id: row.id,
    actor,
    people: [actor],
    more: 0,
    message: messageOf(row),
    ...(what && { what }),
    ...(row.commentBody && { said: excerpt(row.commentBody, longestSaid) }),
    ...(row.said && { said: row.said }),
    url: urlOf(row, actor),
    at: row.createdAt,
    unread: row.readAt === null,
    ...(row.requestedAt && row.feedHandle && row.actorHandle && { request: requestUrls(row.feedHandle, row.actorHandle) }),
  }
}

/** The same as a list in which what was said to one entry on one day is one row. Who is quoted is named first. */
export function showNotifications(rows: readonly NotificationRow[], say: (key: string) => string): NotificationView[] {
  const shown = new Map<string, NotificationView>()
  for (const row of rows) {
    const view = showNotification(row, say)
    if (row.said) view.said = excerpt(row.said, longestSaid)
    const key = row.commentId ? `${row.kind} ${row.entryId} ${row.createdAt.slice(0, 10)} ${view.unread}` : row.id
    const first = shown.get(key)
    if (first) addTo(first, view)
    else shown.set(key, view)
  }
  return [...shown.values()].map(foldPeople)
}

/** Leads to the first of the comments, where the reader left off. */
function addTo(first: NotificationView, older: NotificationView): void {
  first.url = older.url
  if (older.said) first.said = older.said
  first.actor = older.actor
  first.people = [older.actor, ...first.people.filter(person => person.id !== older.actor.id)]
}

function foldPeople(view: NotificationView): NotificationView {
  const { people } = view
  return { ...view, people: people.slice(0, mostNamed), more: Math.max(0, people.length - mostNamed) }
}

function messageOf({ kind, feedKind }: NotificationRow): string {
  switch (kind) {
    case 'comment-on-mine':
      return '{who} commented on {what}'
    case 'comment-after-me':
      return '{who} also commented on {what}'
    case 'mention':
      return '{who} mentioned you in {what}'
    case 'subscriber':
      return '{who} follows you now'
    case 'request':
      return feedKind === 'group' ? '{who} asks to join {what}' : '{who} asks to follow you'
    case 'accepted':
      return '{who} has let you in'
    case 'invitation-used':
      return '{who} came with your invitation and follows you'
    case 'source-claimed':
      return '{who} has shown that a source of yours is theirs, and had it taken out'
    case 'source-paused':
      return '{who} has paused a source of yours'
    case 'waiting':
      return '{who} has signed up and waits for approval'
    case 'plugin':
    case 'site':
    case 'vote':
    case 'decision':
    case 'policy':
      return '{who}: {what}'
  }
}

function actorOf(row: NotificationRow): FeedLink {
  const { actorId: id, actorKind: kind, actorHandle: handle, actorName: name, actorPicture: picture, pluginTitle } = row
  if (pluginTitle) return { id: '', kind: 'group', handle: '', name: pluginTitle, initial: pluginTitle.charAt(0).toUpperCase(), hue: 0 }
  return id && kind && handle && name ? feedLink({ id, kind, handle, name, picture }) : formerMember(id ?? '')
}

function whatOf(row: NotificationRow, say: (key: string) => string): NotificationView['what'] {
  if (row.entryId) {
    const words = excerpt(row.title || row.body || '', longestExcerpt)
    return { text: words ? `“${words}”` : say('an entry'), url: urlOfEntry(row) }
  }
  if (isTold(row) && row.text) return { text: row.text, url: row.url ?? '/notifications' }
  if (row.kind === 'request' && row.feedKind === 'group' && row.feedName) return { text: row.feedName, url: `/${row.feedHandle}` }
  return undefined
}

function urlOf(row: NotificationRow, actor: FeedLink): string {
  if (row.entryId) return row.commentId ? `${urlOfEntry(row)}#comment-${row.commentId}` : urlOfEntry(row)
  if (isTold(row)) return row.url ?? '/notifications'
  if (row.kind === 'request') return '/requests'
  if (row.kind === 'source-claimed' || row.kind === 'source-paused') return '/sources'
  if (row.kind === 'waiting') return '/members/waiting'
  return actor.url ?? '/notifications'
}

/** A sentence that was written when it happened. */
function isTold({ kind }: NotificationRow): boolean {
  return kind === 'plugin' || kind === 'site' || kind === 'policy' || kind === 'vote' || kind === 'decision'
}

function urlOfEntry({ shortId, authorHandle, authorKind }: NotificationRow): string {
  return entryUrl({ shortId: shortId ?? '', authorHandle, authorKind })
}

/** The beginning of a text on one line, cut between words. */
function excerpt(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const cut = line.slice(0, most)
  const space = cut.lastIndexOf(' ')
  return `${(space > most / 2 ? cut.slice(0, space) : cut).replace(/[\ud800-\udbff]$/, '')}…`
}
