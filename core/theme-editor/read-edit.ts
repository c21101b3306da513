import { invalid } from '../errors.ts'
import { mostTemplate } from '../looks/look.ts'
import { styleProblems } from '../themes/check-assets.ts'
import type { LookFile } from './look-files.ts'
import { readEditedWords } from './read-edited-words.ts'

/** How files of a theme are called. */
export const filePattern = '^((partials/)?[a-z][a-z0-9-]{0,50}\\.hbs|assets/[\\w./-]{1,60}\\.css|locales/[A-Za-z0-9-]{2,20}\\.json)$'

/**
 * What is to be kept of a file that was written; nothing when it is as the theme has it. `known`: the file until now. Throws invalid,
 * about `text`.
 */
export function readEdit(path: string, text: string, known: LookFile | undefined): string | undefined {
  if (text.trim() === '' || (known && sameText(text, known.original))) return undefined
  if (path.endsWith('.hbs')) {
    if (text.length > mostTemplate) throw invalid({ text: `${path}: It has ${text.length} characters; ${mostTemplate} are allowed.` })
    return text
  }
  // Nothing would ever ask for a stylesheet or a language that is not there.
  if (!known) throw invalid({ path: `The theme has no file ${path}.` })
  if (path.endsWith('.json')) return readEditedWords(path, text, known.original)
  const problems = styleProblems(text)
  if (problems.length > 0) throw invalid({ text: problems.map(problem => `${path}: ${problem}`).join('\n') })
  return text
}

/** The changed files with one more, or one less. */
export function withFile(files: Record<string, string>, path: string, text: string | undefined): Record<string, string> {
  const { [path]: _before, ...others } = files
  return text === undefined ? others : { ...others, [path]: text }
}

/** A form ends every line the way of the net, and often leaves out the last. */
function sameText(text: string, original: string): boolean {
  return text.trimEnd() === original.trimEnd()
}
