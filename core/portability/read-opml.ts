/** A feed in a list from another reader. */
export interface OpmlFeed {
  url: string
  title: string
  siteUrl?: string
  /** Names of the folders around it, the outermost first. */
  folders: string[]
}

export interface OpmlWork {
  bytes: Uint8Array
}

const mostFeeds = 2_000
const mostOutlines = 50_000
const longestTag = 20_000
const deepest = 20

/**
 * Reads a list of feeds, in a worker. Only the outlines count, one after the other: whatever is broken in between, what can be read is
 * read. Folders are a matter of luck in a broken file, the feeds are not.
 */
export default function readOpml({ bytes }: OpmlWork): OpmlFeed[] {
  const text = decode(bytes)
  const feeds = new Map<string, OpmlFeed>()
  const folders: string[] = []
  const tags = /<(\/?)(?:\w+:)?outline(?=[\s/>])/gi
  let outlines = 0
  for (let tag = tags.exec(text); tag && feeds.size < mostFeeds && outlines++ < mostOutlines; tag = tags.exec(text)) {
    if (tag[1]) {
      folders.pop()
      continue
    }
    const { attributes, closed, length } = readAttributes(text, tags.lastIndex)
    tags.lastIndex += length
    const feed = feedOf(attributes)
    if (feed && !feeds.has(feed.url)) feeds.set(feed.url, { ...feed, folders: folders.filter(name => name !== '') })
    if (!closed && folders.length < deepest) folders.push(feed ? '' : clean(attributes.get('title') ?? attributes.get('text') ?? ''))
  }
  return [...feeds.values()]
}

/** Attributes from a place inside a tag up to its end, and whether the tag closes itself. */
function readAttributes(text: string, from: number): { attributes: Map<string, string>; closed: boolean; length: number } {
  const attributes = new Map<string, string>()
  const rest = text.slice(from, from + longestTag)
  const attribute = /([\w:.-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?|(\/?>|(?=<))|[\s\S]/gy
  for (let found = attribute.exec(rest); found; found = attribute.exec(rest)) {
    const [, name, double, single, bare, end] = found
    if (end !== undefined) return { attributes, closed: end === '/>', length: attribute.lastIndex }
    if (name) attributes.set(name.toLowerCase(), decodeEntities(double ?? single ?? bare ?? ''))
  }
  return { attributes, closed: true, length: rest.length }
}

function feedOf(attributes: Map<string, string>): Omit<OpmlFeed, 'folders'> | undefined {
  const isFeed = /^(rss|atom|feed)/i.test(attributes.get('type') ?? '')
  const url = webUrl(attributes.get('xmlurl') ?? (isFeed ? attributes.get('url') : undefined))
  if (!url) return undefined
  const siteUrl = webUrl(attributes.get('htmlurl'))
  const title = clean(attributes.get('title') || attributes.get('text') || '')
  return { url, title: title || new URL(url).host, ...(siteUrl && { siteUrl }) }
}

function webUrl(address: string | undefined): string | undefined {
  // feed: was a way to write addresses of feeds once.
  const url = URL.parse(
    (address ?? '')
      .trim()
      .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
      .replace(/^feed:/i, 'http:'),
  )
  return url && /^https?:$/.test(url.protocol) && url.href.length <= 2_000 ? url.href : undefined
}

function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 300)
}

function decode(bytes: Uint8Array): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const declared = /encoding\s*=\s*["']([\w-]+)["']/i.exec(start)?.[1]
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
  try {
    return new TextDecoder(mark ?? declared ?? 'utf-8').decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,8}));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name) return named[name.toLowerCase()] ?? whole
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}
