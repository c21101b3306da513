import { structuredPatch } from 'diff'

/** A line of a difference: `+` is new, `-` is gone. */
export interface DiffLine {
  sign: '+' | '-' | ' '
  text: string
  /** Number in the text as it is now; none for a line that is gone. */
  number?: number
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
