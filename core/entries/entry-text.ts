import { LinkifyIt } from 'linkify-it'
import { tagPattern } from '../tags/tag-name.ts'
import { escapeAttribute, escapeText } from './html-tree.ts'
import { sanitizeHtml } from './sanitize-html.ts'

export interface RenderTextOptions {
  /** Where a handle leads; undefined leaves it as text. */
  mentionUrl(handle: string): string | undefined
  /** Where a tag leads; undefined leaves it as text. */
  tagUrl(tag: string): string | undefined
  /** Host of this site, with its port when it has one. */
  siteHost: string
}

export interface RenderedText {
  /** Already sanitised. */
  html: string
  /** Handles with somewhere to lead, in lower case, each once. */
  mentions: string[]
  /** In lower case, each once, without the `#`. */
  tags: string[]
  /** Addresses on other sites, each once. */
  links: string[]
}

interface Found {
  mentions: Set<string>
  tags: Set<string>
  links: Set<string>
}

const longestLink = 2_048
const longestLabel = 40

const linkify = new LinkifyIt({ fuzzyEmail: false, maxLength: longestLink }).add('ftp:', null).add('//', null).add('mailto:', null)

// Endings after which a name without `https://` is surely meant as an address. Not `it`, `in`, `me`: a space forgotten after a full stop.
const endings =
  'com|org|net|edu|gov|info|io|dev|app|blog|social|page|site|xyz|wiki|news|uk|de|fr|ru|ca|au|nz|jp|eu|nl|ch|se|pl|br|tv|gg|dk|fi|cz'
const patterns = {
  link: String.raw`(?<![\p{Script=Latin}\p{N}@＠#＃$_/.:-])(?:https?:\/\/|www\.|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}(?:${endings})(?![\p{L}\p{N}_@-]|\.[\p{L}\p{N}]))`,
  // Not the name in an e-mail address, nor one that goes on as an address on another network.
  mention: String.raw`(?<![\p{Script=Latin}\p{N}_.@＠/+&!$%*-])[@＠](?<handle>[a-z0-9]{3,25})(?![\p{Script=Latin}\p{M}\p{N}_@＠]|:\/\/|\.[\p{L}\p{N}])`,
  tag: tagPattern,
}

/** Turns what a member typed into HTML: paragraphs, line breaks, links, mentions and tags. Nothing typed is taken for markup. */
export function renderText(text: string, options: RenderTextOptions): RenderedText {
  const found: Found = { mentions: new Set(), tags: new Set(), links: new Set() }
  const paragraphs = text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .split(/\n[^\S\n]*\n\s*/)
    .map(paragraph => paragraph.trim())
    .filter(paragraph => paragraph !== '')
  const html = paragraphs.map(paragraph => `<p>${renderParagraph(paragraph, options, found)}</p>`).join('\n')
  return {
    html: sanitizeHtml(html, { imageUrl: address => address, ownPaths: true }),
    mentions: [...found.mentions],
    tags: [...found.tags],
    links: [...found.links],
  }
}

/** How long a text is for the person who types it: letters, whatever they are made of. */
export function countGraphemes(text: string): number {
  if (/^\p{ASCII}*$/u.test(text) && !text.includes('\r')) return text.length
  let count = 0
  for (const _ of graphemes.segment(text)) count++
  return count
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function renderParagraph(text: string, options: RenderTextOptions, found: Found): string {
  const marks = new RegExp(Object.values(patterns).join('|'), 'giu')
  let html = ''
  let done = 0
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const { handle, tag } = mark.groups ?? {}
    const end = handle || tag ? marks.lastIndex : mark.index + linkLength(text, mark.index)
    const typed = text.slice(mark.index, end)
    const made = handle
      ? mentionHtml(typed, handle, options, found)
      : tag
        ? tagHtml(typed, tag, options, found)
        : linkHtml(typed, options, found)
    html += renderLines(text.slice(done, mark.index)) + made
    done = end
    marks.lastIndex = Math.max(end, mark.index + 1)
  }
  return html + renderLines(text.slice(done))
}

function renderLines(text: string): string {
  return escapeText(text).replace(/[^\S\n]*\n/g, '<br>\n')
}

function mentionHtml(typed: string, handle: string, options: RenderTextOptions, found: Found): string {
  const url = options.mentionUrl(handle)
  if (url === undefined) return escapeText(typed)
  found.mentions.add(handle.toLowerCase())
  return `<a href="${escapeAttribute(url)}">${escapeText(typed)}</a>`
}

function tagHtml(typed: string, tag: string, options: RenderTextOptions, found: Found): string {
  found.tags.add(tag.normalize('NFC').toLowerCase())
  const url = options.tagUrl(tag)
  return url === undefined ? escapeText(typed) : `<a href="${escapeAttribute(url)}">${escapeText(typed)}</a>`
}

// Where an address ends is the library's to say: brackets, quotes and full stops make it difficult.
function linkLength(text: string, start: number): number {
  const rest = text.slice(start, start + longestLink)
  const added = /^https?:/i.test(rest) ? '' : 'http://'
  return Math.max(0, (linkify.matchAtStart(added + rest)?.lastIndex ?? 0) - added.length)
}

function linkHtml(typed: string, { siteHost }: RenderTextOptions, found: Found): string {
  const url = URL.parse(/^https?:/i.test(typed) ? typed : `https://${typed}`)
  if (!typed || !url?.hostname.includes('.')) return escapeText(typed)
  if (url.host !== siteHost) found.links.add(url.href)
  const whole = typed.replace(/^(https?:\/\/)?(www\.)?/i, '').replace(/\/$/, '')
  const label = whole.length > longestLabel ? `${cutLetters(whole, longestLabel - 1)}…` : whole
  const title = label === whole ? '' : ` title="${escapeAttribute(url.href)}"`
  return `<a href="${escapeAttribute(url.href)}"${title}>${escapeText(label)}</a>`
}

function cutLetters(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
}
