import { applyPatch, type StructuredPatch } from 'diff'

const context = 3
// Lines that no text has, so that parts at the beginning and the end of a file stay there.
const [head, tail] = ['\u0000head', '\u0000tail']

/**
 * A text with a patch in it; nothing when the lines that it touches are not as they were. Parts may have moved. What stands at the
 * beginning or at the end has to be there still, as git wants it: otherwise two additions to the end would both fit.
 */
export function applyHunks(text: string, patch: StructuredPatch): string | undefined {
  const hunks = patch.hunks.map(({ oldStart, newStart, oldLines, newLines, lines: all }) => {
    const lines = all.filter(line => !line.startsWith('\\'))
    const leading = lines.findIndex(line => !line.startsWith(' '))
    const trailing = lines.toReversed().findIndex(line => !line.startsWith(' '))
    const before = leading < context ? [` ${head}`] : []
    const after = trailing < context ? [` ${tail}`] : []
    const more = before.length + after.length
    const shift = 1 - before.length
    return {
      oldStart: Math.max(1, oldStart + shift),
      newStart: Math.max(1, newStart + shift),
      oldLines: oldLines + more,
      newLines: newLines + more,
      lines: [...before, ...lines, ...after],
    }
  })
  const applied = applyPatch(`${head}\n${ended(text)}${tail}\n`, { ...patch, hunks }, { fuzzFactor: 0 })
  return applied === false ? undefined : applied.slice(head.length + 1, -tail.length - 1)
}

/** Ends every line, the last one too. */
export function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
