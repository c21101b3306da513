/** What may stand for one sign of a pattern: itself, an escape, or one of several. */
const atom = String.raw`(?:\[(?:\\.|[^\]\\])+\]|\\[dDwWsS\-./^$*+?()\[\]{}|]|\\p\{\w+\}|[^\\[\](){}|*+?^$])`
/** Groups are not repeated. */
const group = String.raw`\((?:\?[:=!])?|\)(?![*+?{])|\|`
const simplePattern = new RegExp(String.raw`^\^?(?:${group}|${atom}(?:[*+?]|\{\d{1,4}(?:,\d{0,4})?\})?)*\$?$`, 'u')

const refused: Record<string, string> = {
  $ref: 'write what it refers to in its place',
  $dynamicRef: 'write what it refers to in its place',
  $recursiveRef: 'write what it refers to in its place',
  patternProperties: 'name the properties',
}

/**
 * What in a JSON Schema could hold the site up while it checks a value: patterns that try many ways, references in circles, comparing
 * each with each. Schemas of plugins that run in the process are their own affair. A line for each.
 */
export function costlyParts(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  if (Array.isArray(schema)) return schema.flatMap((part, index) => costlyParts(part, `${path}/${index}`))
  return Object.entries(schema).flatMap(([key, part]) => {
    const here = `${path}/${key}`
    // Names of fields may be anything.
    if (key === 'properties' && typeof part === 'object' && part !== null)
      return Object.entries(part).flatMap(([name, one]) => costlyParts(one, `${here}/${name}`))
    if (key === 'default' || key === 'enum' || key === 'const' || key === 'examples') return []
    if (Object.hasOwn(refused, key)) return [`${here} is not for plugins in the sandbox: ${refused[key]}.`]
    if (key === 'pattern' && !isCheap(part)) return [`${here} may take long to check. ${cheap}`]
    if (key === 'uniqueItems' && !hasPlainItems(schema)) return [`${here} is for lists of texts or numbers.`]
    return costlyParts(part, here)
  })
}

const cheap = 'Use ^, signs with *, + or {n,m}, of which one is without an end, and $; groups are not repeated.'

/** One repetition without an end, and few ways through the others: then the time grows with the text, and not faster. */
function isCheap(pattern: unknown): boolean {
  if (typeof pattern !== 'string' || !simplePattern.test(pattern)) return false
  const bare = pattern.replaceAll(/\\p\{\w+\}|\[(?:\\.|[^\]\\])+\]|\\./g, 'x')
  const endless = [...bare.matchAll(/[*+]|\{\d+,\}/g)].length
  const widths = [...bare.matchAll(/\{(\d+),(\d+)\}|(?<!\()\?|\|/g)].map(([, least, most]) => (most ? Number(most) - Number(least) + 1 : 2))
  const ways = widths.reduce((product, width) => product * width, 1)
  const isAnchored = bare.startsWith('^')
  return (endless === 0 && ways <= (isAnchored ? 10_000 : 100)) || (endless === 1 && isAnchored && ways <= 100)
}

function hasPlainItems(schema: object): boolean {
  const { items } = schema as { items?: { type?: unknown } }
  return ['string', 'number', 'integer', 'boolean'].includes(String(items?.type))
}
