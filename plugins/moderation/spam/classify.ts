/** How often a sign stood in spam and in what was kept. */
export interface TokenCount {
  token: string
  spam: number
  kept: number
}

export interface Verdict {
  /** From 0, surely welcome, to 1, surely spam; 0.5 when nothing is known. */
  score: number
  /** The signs that spoke loudest for spam, the loudest first. */
  signs: string[]
}

/** How much a sign that was seen once is trusted, and how far from even one has to be to count at all. */
const strength = 1
const leastDistance = 0.1
const mostSigns = 40

/**
 * Naive Bayes as G. Robinson combines it for mail ("A statistical approach to the spam problem", 2003): the probability of each sign is drawn to the
 * middle when it was rarely seen, and the signs are combined by Fisher's method from both sides, so that a text that speaks for both stays near the middle.
 */
export function classify(counts: readonly TokenCount[], totals: { spam: number; kept: number }): Verdict {
  const signs = counts
    .map(count => ({ token: count.token, p: probabilityOf(count, totals) }))
    .filter(({ p }) => Math.abs(p - 0.5) >= leastDistance)
    .sort((a, b) => Math.abs(b.p - 0.5) - Math.abs(a.p - 0.5) || (a.token < b.token ? -1 : 1))
    .slice(0, mostSigns)
  if (signs.length === 0) return { score: 0.5, signs: [] }
  const against = 1 - chiSquare(-2 * sum(signs.map(({ p }) => Math.log(1 - p))), signs.length)
  const kind = 1 - chiSquare(-2 * sum(signs.map(({ p }) => Math.log(p))), signs.length)
  return { score: (against - kind + 1) / 2, signs: signs.filter(({ p }) => p > 0.5).map(({ token }) => token) }
}

function probabilityOf({ spam, kept }: TokenCount, totals: { spam: number; kept: number }): number {
  const inSpam = spam / Math.max(1, totals.spam)
  const inKept = kept / Math.max(1, totals.kept)
  if (inSpam + inKept === 0) return 0.5
  const seen = spam + kept
  return (strength * 0.5 + seen * (inSpam / (inSpam + inKept))) / (strength + seen)
}

/** How likely a value as large as this is by chance, with twice as many degrees of freedom as there are signs. */
function chiSquare(value: number, signs: number): number {
  const half = value / 2
  let term = Math.exp(-half)
  let total = term
  for (let index = 1; index < signs; index++) {
    term *= half / index
    total += term
  }
  return Math.min(1, total)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
