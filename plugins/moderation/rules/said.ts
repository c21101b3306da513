import { createHash } from 'node:crypto'
import type { FetchedEntry, Filters, RecentThing, Subject } from 'core/api'
import { foldText } from './fold-text.ts'
import type { About } from './rule.ts'

/** What somebody says, as rules and the spam filter look at it: before it is published, and after. */
export interface Said {
  about: About
  text: string
  links: string[]
  pictures: number
  memberId: string | null
  /** Before it counts itself: it is not there yet. */
  isNew: boolean
  createdAt?: string
}

// Addresses, and names that will become links: what looks like a domain below one of the usual endings or a country.
const address = /https?:\/\/[^\s<>"]{3,2000}/giu
const bare =
  /(?<![\p{L}\p{N}@./-])(?:[\p{L}\p{N}-]{1,63}\.){1,5}(?:com|net|org|info|biz|pro|shop|online|site|xyz|top|club|store|app|dev|link|[a-z]{2})(?![\p{L}\p{N}.-])/giu

export function saidInDraft({ authorId, body, link, pictures, entryId }: Filters['entry.checking']): Said {
  return { about: 'entry', text: body, links: together(link, linksIn(body)), pictures, memberId: authorId, isNew: entryId === undefined }
}

export function saidInComment({ authorId, body, commentId }: Filters['comment.checking']): Said {
  return { about: 'comment', text: body, links: linksIn(body), pictures: 0, memberId: authorId, isNew: commentId === undefined }
}

/** An entry from elsewhere, before it is cleaned. */
export function saidInFetched({ title = '', html = '', summary = '', url, media }: FetchedEntry, authorId: string): Said {
  const said = html || summary
  const links = [...said.matchAll(/\shref\s*=\s*["']?(https?:[^"'\s>]{1,2000})/gi)].map(([, found]) => found!.replaceAll('&amp;', '&'))
  const pictures = media.filter(({ kind }) => kind === 'image').length
  return { about: 'imported', text: `${title} ${plain(said)}`, links: together(url, links), pictures, memberId: authorId, isNew: true }
}

export function saidByJoining({ handle, name, emailHost }: Filters['member.joining']): Said {
  return {
    about: 'sign-up',
    text: `${handle} ${name} ${emailHost}`,
    links: [`https://${emailHost}`],
    pictures: 0,
    memberId: null,
    isNew: true,
  }
}

/** Something that is there, or waits. */
export function saidInSubject(subject: Subject | RecentThing): Said {
  const { kind, isImported, title, text, links, pictures, authorId, createdAt } = subject
  const about = kind === 'comment' ? 'comment' : kind === 'entry' ? (isImported ? 'imported' : 'entry') : 'profile'
  return { about, text: `${title} ${text}`.trim(), links, pictures: pictures.length, memberId: authorId, isNew: false, createdAt }
}

/** The same for two texts that say the same, whatever signs and spaces they put between the letters. Nothing for texts that are too short to tell. */
export function printOf({ text, links }: Pick<Said, 'text' | 'links'>): string | undefined {
  const letters = foldText(text).replaceAll(/[^\p{L}\p{N}]/gu, '')
  if (letters.length < 12 && links.length === 0) return undefined
  return createHash('sha256')
    .update([letters, ...[...links].sort()].join('\n'))
    .digest('hex')
    .slice(0, 32)
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : ''
}

function linksIn(text: string): string[] {
  const start = text.slice(0, 20_000)
  const whole = [...start.matchAll(address)].map(([url]) => url)
  return [...whole, ...[...start.replaceAll(address, ' ').matchAll(bare)].map(([name]) => `https://${name.toLowerCase()}`)]
}

function together(link: string | undefined, links: readonly string[]): string[] {
  return [...new Set([...(link ? [link] : []), ...links])].slice(0, 100)
}

function plain(html: string): string {
  return html
    .slice(0, 100_000)
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
}
