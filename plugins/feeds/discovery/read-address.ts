/**
 * Turns what a member pasted into addresses to try, best first: a scheme may be missing or `feed:`, a Mastodon name (`@user@host`)
 * stands for its profile. Empty when it is no address at all.
 */
export function readAddress(pasted: string): string[] {
  const text = pasted
    .trim()
    .replace(/^[<"'“«]+|[>"'”»]+$/g, '')
    .trim()
  const profile = /^(?:acct:)?@([\w.-]+)@([\w.-]+\.[a-z0-9-]{2,})$/i.exec(text) ?? /^acct:([\w.-]+)@([\w.-]+)$/i.exec(text)
  if (profile) return [`https://${profile[2]?.toLowerCase()}/@${profile[1]}`]

  const address = text
    .replace(/^(?:feed|rss|pcast|podcast|itpc)s?:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^(?:feed|rss|pcast|podcast|itpc)s?:(?:\/\/)?/i, '//')
  const schemed = /^https?:/i.test(address)
  // Line breaks and spaces come from mails and chats; a sentence is no address.
  const joined = schemed ? address.replace(/\s+/g, '') : address
  if (joined === '' || joined.length > LONGEST || /\s/.test(joined)) return []
  const bare = joined.replace(/^(?:https?:)?\/*/i, '')
  if (!schemed && /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(bare)) return []
  const schemes = /^http:/i.test(joined) ? ['http'] : schemed ? ['https'] : ['https', 'http']
  return schemes
    .map(scheme => URL.parse(`${scheme}://${bare}`))
    .filter(isPlace)
    .map(url => url.href)
}

// The patterns of services are tried on it.
const LONGEST = 2_000

/** A host needs a dot (or to be an address of its own), or every word would be one. */
function isPlace(url: URL | null): url is URL {
  return url !== null && /[.:]/.test(url.hostname) && !url.username
}
