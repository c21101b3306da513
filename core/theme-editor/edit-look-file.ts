import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { type Draft, demandAppearance, maybeOwnDraft } from '../looks/draft.ts'
import { mostFile, mostFiles, mostTemplate } from '../looks/look.ts'
import { publishedVersion } from '../looks/look-version.ts'
import { saveDraft } from '../looks/save-draft.ts'
import type { Site } from '../site.ts'
import { checkThemeApart } from '../theme-packages/check-apart.ts'
import { styleProblems } from '../themes/check-assets.ts'
import { type LookFile, listLookFiles } from './look-files.ts'
import { readEditedWords } from './read-edited-words.ts'

export const editLookFileInput = Type.Object({
  path: Type.String({
    pattern: '^((partials/)?[a-z][a-z0-9-]{0,50}\\.hbs|assets/[\\w./-]{1,60}\\.css|locales/[A-Za-z0-9-]{2,20}\\.json)$',
    problem: 'A file of a theme is named like partials/entry.hbs, assets/css/entry.css or locales/de.json.',
  }),
  text: Type.String({ maxLength: mostFile, default: '' }),
})

/**
 * Changes a template, a stylesheet or the words of a language in the actor's draft, when all pages can still be shown with it. The text
 * as the theme has it, or none at all, takes the change back. Returns what is worth knowing about it. Throws forbidden, and invalid about
 * `text`: every problem in a line of its own, with the line it is about.
 */
export async function editLookFile(
  site: Site,
  actor: Actor,
  given: Static<typeof editLookFileInput>,
): Promise<{ draft: Draft; warnings: string[] }> {
  demandAppearance(actor)
  const { path, text } = readInput(editLookFileInput, given)
  const { look } = (await maybeOwnDraft(site, actor)) ?? (await publishedVersion(site.db))
  const known = listLookFiles(site, actor, look).find(file => file.path === path)
  const edit = readEdit(path, text.replaceAll('\r\n', '\n'), known)
  const files = withFile(look.files, path, edit)
  if (Object.values(files).join('').length > mostFiles) throw invalid({ text: 'These are too many changed files.' })
  const warnings = edit === undefined ? [] : await checkEdit(site, look, files, path)
  const draft = await saveDraft(site, actor, before => ({ ...before, files: withFile(before.files, path, edit) }))
  return { draft, warnings }
}

/** What is to be kept of what was written; nothing when it is as the theme has it. */
function readEdit(path: string, text: string, known: LookFile | undefined): string | undefined {
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

async function checkEdit(
  site: Site,
  { theme, release }: { theme: string; release: string },
  files: Record<string, string>,
  path: string,
): Promise<string[]> {
  if (path.endsWith('.css')) return []
  const { errors, warnings } = await checkThemeApart(site, { name: theme, ...(release && { release }) }, files)
  if (errors.length > 0) throw invalid({ text: errors.slice(0, 10).join('\n') })
  return warnings.filter(warning => warning.startsWith(`${path}: `))
}

function withFile(files: Record<string, string>, path: string, text: string | undefined): Record<string, string> {
  const { [path]: _before, ...others } = files
  return text === undefined ? others : { ...others, [path]: text }
}

/** A form ends every line the way of the net, and often leaves out the last. */
function sameText(text: string, original: string): boolean {
  return text.trimEnd() === original.trimEnd()
}
