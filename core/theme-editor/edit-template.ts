import { type Static, Type } from 'typebox'
import type { Actor } from '../actor.ts'
import { invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { type Draft, demandAppearance, maybeOwnDraft } from '../looks/draft.ts'
import { mostTemplate, mostTemplates } from '../looks/look.ts'
import { publishedVersion } from '../looks/look-version.ts'
import { saveDraft } from '../looks/save-draft.ts'
import type { Site } from '../site.ts'
import { checkThemeApart } from '../theme-packages/check-apart.ts'
import { listTemplates } from './template-tree.ts'

export const editTemplateInput = Type.Object({
  path: Type.String({ pattern: '^(partials/)?[a-z][a-z0-9-]{0,50}\\.hbs$', problem: 'A template is named like partials/entry.hbs.' }),
  text: Type.String({ maxLength: mostTemplate, default: '' }),
})

/**
 * Changes a template in the actor's draft, when all pages can still be shown with it. The text as the theme has it, or none at all,
 * takes the change back. Throws forbidden, and invalid about `text`: every problem in a line of its own, with the line it is about.
 */
export async function editTemplate(site: Site, actor: Actor, given: Static<typeof editTemplateInput>): Promise<Draft> {
  demandAppearance(actor)
  const { path, text } = readInput(editTemplateInput, given)
  const { look } = (await maybeOwnDraft(site, actor)) ?? (await publishedVersion(site.db))
  const written = text.replaceAll('\r\n', '\n')
  const original = listTemplates(site, actor, look).find(template => template.path === path)?.original
  const { [path]: _before, ...others } = look.templates
  const templates = written.trim() === '' || sameText(written, original) ? others : { ...others, [path]: written }
  if (Object.values(templates).join('').length > mostTemplates) throw invalid({ text: 'These are too many changed templates.' })
  if (path in templates) {
    const { errors } = await checkThemeApart(site, { name: look.theme, ...(look.release && { release: look.release }) }, templates)
    if (errors.length > 0) throw invalid({ text: errors.slice(0, 10).join('\n') })
  }
  return saveDraft(site, actor, before => ({ ...before, templates: withTemplate(before.templates, path, templates[path]) }))
}

function withTemplate(templates: Record<string, string>, path: string, text: string | undefined): Record<string, string> {
  const { [path]: _before, ...others } = templates
  return text === undefined ? others : { ...others, [path]: text }
}

/** A form ends every line the way of the net, and often leaves out the last. */
function sameText(text: string, original: string | undefined): boolean {
  return original !== undefined && text.trimEnd() === original.trimEnd()
}
