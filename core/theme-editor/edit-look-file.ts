import type { Static } from 'typebox'
import type { Actor } from '../actor.ts'
import { invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { type Draft, demandDrafting, maybeOwnDraft } from '../looks/draft.ts'
import { mostFile, mostFiles } from '../looks/look.ts'
import { publishedVersion } from '../looks/look-version.ts'
import { keepDraft } from '../looks/save-draft.ts'
import type { Site } from '../site.ts'
import { checkFiles } from './check-files.ts'
import { maybeLookFile } from './look-files.ts'
import { filePattern, readEdit, withFile } from './read-edit.ts'

export const editLookFileInput = Type.Object({
  path: Type.String({
    pattern: filePattern,
    problem: 'A file of a theme is named like partials/entry.hbs, assets/css/entry.css or locales/de.json.',
  }),
  text: Type.String({ maxLength: mostFile, default: '' }),
})

/**
 * Changes a template, a stylesheet or the words of a language in the actor's draft, when all pages can still be shown with it. The text
 * as the theme has it, or none at all, takes the change back. For members: what is in a draft only its author sees. Returns what is worth
 * knowing about it. Throws forbidden, and invalid about `text`: every problem in a line of its own, with the line it is about.
 */
export async function editLookFile(
  site: Site,
  actor: Actor,
  given: Static<typeof editLookFileInput>,
): Promise<{ draft: Draft; warnings: string[] }> {
  demandDrafting(actor)
  const { path, text } = readInput(editLookFileInput, given)
  await site.limits.spend('edit-theme', actor.id ?? 'system')
  const { look } = (await maybeOwnDraft(site, actor)) ?? (await publishedVersion(site.db))
  const edit = readEdit(path, text.replaceAll('\r\n', '\n'), maybeLookFile(site, look, path))
  const files = withFile(look.files, path, edit)
  if (Object.values(files).join('').length > mostFiles) throw invalid({ text: 'These are too many changed files.' })
  const warnings = edit === undefined ? [] : await checkEdit(site, { ...look, files }, path)
  const draft = await keepDraft(site, actor, before => ({ ...before, files: withFile(before.files, path, edit) }))
  return { draft, warnings }
}

async function checkEdit(site: Site, look: Draft['look'], path: string): Promise<string[]> {
  if (path.endsWith('.css')) return []
  const { errors, warnings } = await checkFiles(site, look)
  if (errors.length > 0) throw invalid({ text: errors.slice(0, 10).join('\n') })
  return warnings.filter(warning => warning.startsWith(`${path}: `))
}
