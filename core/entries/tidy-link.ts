import { invalid } from '../errors.ts'

/** The address of a link as it is kept, from what a member typed or pasted. Throws `invalid` when it leads nowhere on the web. */
export function tidyLink(text: string): string {
  const typed = text.trim()
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)
  const url = URL.parse(hasScheme ? typed : `https://${typed}`)
  // Without a scheme it is an address only if it looks like one: `example.org/page`, not `mailto:` or a word.
  if (!url || !/^https?:$/.test(url.protocol) || /\s/.test(typed) || (!hasScheme && !/^[^@]+\.[^@]+$/.test(typed))) {
    throw invalid({ link: 'This is not an address on the web. A link looks like https://example.org/page.' })
  }
  if (url.username || url.password) throw invalid({ link: 'This link has a name or password in it, which everybody could read.' })
  return url.href
}
