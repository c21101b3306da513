/** A tag that an entry has, before anybody looked whether it is known. */
export interface FoundTag {
  /** Folded: how it is written makes no difference. */
  name: string
  /** As it stands there. */
  label: string
  foundIn: 'text' | 'source'
}

const longest = 100
// Inside words of Persian, Sinhala, Hebrew, Tibetan, Catalan and Japanese.
const joiners = String.raw`_\u200c\u200d\u05be\u05f3\u05f4\u0f0b\u0f0c\u00b7\u301c\uff5e\u3003\u3005\u303b`
// Letters of any script with what joins them, and at least one letter.
const word = String.raw`(?=[\p{N}\p{M}_]*\p{L})[\p{L}\p{M}\p{N}${joiners}]{1,${longest}}`

/** A tag in plain text, as the source of a regular expression with the flags `iu`. */
export const tagPattern = String.raw`(?<![\p{L}\p{N}_&/#＃])[#＃](?<tag>${word})(?![\p{L}\p{M}\p{N}_#＃]|:\/\/)`

const wholeWord = new RegExp(`^${word}$`, 'iu')
// What stands between the words of a category. Anything else, as in "C++", would be lost: then it is no tag.
const gap = /[\s\-–—./&,:;!?"“”()]+/u
// What blogs say when nobody said anything.
const empty = new Set(['uncategorized', 'uncategorised', 'untagged', 'nocategory'])

/** Words that differ in capitals, accents of writing or width are one tag: `#Straße` and `#STRASSE`, `#İstanbul` and `#istanbul`. */
export function foldTag(label: string): string {
  return label.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('i\u0307', 'i').normalize('NFKC')
}

/** What somebody wrote behind a `#`. Undefined when it cannot be a tag. */
export function tagOf(label: string): Omit<FoundTag, 'foundIn'> | undefined {
  const tidy = label.normalize('NFC')
  const name = foldTag(tidy)
  return wholeWord.test(tidy) && wholeWord.test(name) ? { name, label: tidy } : undefined
}

/** The tag that a category of another site becomes: "web development" is `#WebDevelopment`. Undefined when it cannot be one. */
export function tagOfCategory(category: string): Omit<FoundTag, 'foundIn'> | undefined {
  if (category.length > 3 * longest) return undefined
  const parts = category
    .toWellFormed()
    .replace(/^\s*[#＃]+|['’]/gu, '')
    .split(gap)
    .filter(part => part !== '')
  const tag = tagOf(parts.length > 1 ? parts.map(capitalised).join('') : (parts[0] ?? ''))
  return tag && !empty.has(tag.name) ? tag : undefined
}

/** The page of a tag. */
export function tagUrl(name: string): string {
  return `/tags/${encodeURIComponent(name)}`
}

function capitalised(part: string): string {
  return part.replace(/^\p{L}/u, letter => letter.toUpperCase())
}
