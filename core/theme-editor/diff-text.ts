import { diffWordsWithSpace, structuredPatch } from 'diff'

/** A line of a difference: `+` is new, `-` is gone. */
export interface DiffLine {
  sign: '+' | '-' | ' '
  text: string
  /** Number in the text as it is now; none for a line that is gone. */
  number?: number
  /** The line in pieces, where it takes the place of another one: which of them differ. */
  parts?: { text: string; differs?: true }[]
}

/** Parts of a text that differ, with a few lines around them. Empty when nothing differs. */
export function diffText(original: string, text: string): DiffLine[][] {
  const { hunks } = structuredPatch('before', 'after', original, text, '', '', { context: 3, timeout: 1000 }) ?? { hunks: [] }
  return hunks.map(hunk => {
    let number = hunk.newStart
    return hunk.lines
      .filter(line => !line.startsWith('\\'))
      .map((line): DiffLine => {
        const sign = line.charAt(0) as DiffLine['sign']
        return { sign, text: line.slice(1), ...(sign !== '-' && { number: number++ }) }
      })
  })
}

const mostMarked = 1000

/** Marks the words that differ in lines that take the place of others, as many of the one as of the other. */
export function markWords(lines: readonly DiffLine[]): DiffLine[] {
  const marked = [...lines]
  for (let start = 0; start < marked.length; start += 1) {
    if (marked[start]!.sign !== '-' || (start > 0 && marked[start - 1]!.sign === '-')) continue
    const gone = countFrom(marked, start, '-')
    const added = countFrom(marked, start + gone, '+')
    for (let index = 0; gone === added && index < gone; index += 1) {
      const [old, now] = [marked[start + index]!, marked[start + gone + index]!]
      const words =
        old.text.length + now.text.length > 2 * mostMarked ? undefined : diffWordsWithSpace(old.text, now.text, { timeout: 100 })
      const stays = words?.filter(part => !part.added && !part.removed).reduce((sum, { value }) => sum + value.length, 0) ?? 0
      // Between lines that have little in common single words would make no sense.
      if (!words || stays < Math.max(old.text.length, now.text.length) / 2) continue
      const partsOf = (without: 'added' | 'removed') =>
        words
          .filter(part => !part[without])
          .map(part => ({ text: part.value, ...((part.added || part.removed) && { differs: true as const }) }))
      marked[start + index] = { ...old, parts: partsOf('added') }
      marked[start + gone + index] = { ...now, parts: partsOf('removed') }
    }
  }
  return marked
}

function countFrom(lines: readonly DiffLine[], start: number, sign: DiffLine['sign']): number {
  let count = 0
  while (lines[start + count]?.sign === sign) count += 1
  return count
}
