// What HTML from outside may consist of. What is not named here is unwrapped: its text stays, its tag goes.

const words = (list: string) => list.trim().split(/\s+/)

/** Elements that are kept, with the attributes they may carry besides `dir` and `lang`. */
export const keptElements: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...words(
    `p br hr strong b em i u s del ins sub sup small mark cite q kbd code pre blockquote ul dl dt dd h3 h4 h5 h6
     figure figcaption table caption thead tbody tfoot tr summary ruby rt rp rb rtc bdi bdo`,
  ).map((name): [string, string[]] => [name, []]),
  ['a', ['href', 'title']],
  ['abbr', ['title']],
  ['ol', ['start', 'reversed', 'type']],
  ['li', ['value']],
  ['td', ['colspan', 'rowspan']],
  ['th', ['colspan', 'rowspan', 'scope']],
  ['col', ['span']],
  ['colgroup', ['span']],
  ['details', ['open']],
  ['time', ['datetime']],
  ['img', ['src', 'alt', 'title', 'width', 'height']],
])

/** Elements that mean the same as one that is kept. A page has its own h1 and h2. */
export const renamedElements: ReadonlyMap<string, string> = new Map([
  ['h1', 'h3'],
  ['h2', 'h3'],
  ['strike', 's'],
  ['acronym', 'abbr'],
  ['tt', 'code'],
  ['samp', 'code'],
  ['var', 'i'],
  ['dfn', 'i'],
  ['dir', 'ul'],
  ['menu', 'ul'],
  ['listing', 'pre'],
  ['xmp', 'pre'],
  ['plaintext', 'pre'],
])

/** Elements that go with everything inside them. */
export const droppedElements: ReadonlySet<string> = new Set(
  words(
    `script style template title head object embed applet param noembed noframes frame frameset portal fencedframe
     button input select textarea datalist option optgroup svg math canvas map area source track`,
  ),
)

/** Elements that stand on lines of their own. Those that are not kept leave paragraphs behind. */
export const blockElements: ReadonlySet<string> = new Set(
  words(
    `p hr pre listing xmp plaintext blockquote ul ol dl li dt dd dir menu h1 h2 h3 h4 h5 h6 figure figcaption table details summary
     div section article header footer main aside nav address center fieldset form hgroup search dialog marquee`,
  ),
)

/** Elements in which blocks that are not kept leave lines instead of paragraphs. */
export const lineElements: ReadonlySet<string> = new Set(words('p h3 h4 h5 h6 pre summary caption figure'))

/** Elements that stay although there is nothing in them. */
export const emptyElements: ReadonlySet<string> = new Set(words('br hr img col'))
export const keptWhenEmpty: ReadonlySet<string> = new Set(words('td th tr tbody thead tfoot table colgroup details summary'))

/** How a value has to look to be kept, for attributes that are no address. */
export const attributeValues: Readonly<Record<string, RegExp>> = {
  dir: /^(ltr|rtl|auto)$/,
  lang: /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,4}$/i,
  title: /^[\s\S]{1,500}$/,
  alt: /^[\s\S]{0,2000}$/,
  start: /^-?\d{1,6}$/,
  value: /^-?\d{1,6}$/,
  reversed: /^/,
  open: /^/,
  type: /^[1aAiI]$/,
  colspan: /^[1-9]\d?$/,
  rowspan: /^[1-9]\d?$/,
  span: /^[1-9]\d?$/,
  scope: /^(row|col|rowgroup|colgroup)$/,
  datetime: /^[\w:+. -]{1,64}$/,
}

export const flagAttributes: ReadonlySet<string> = new Set(['reversed', 'open'])
