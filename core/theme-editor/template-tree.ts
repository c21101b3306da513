import type { Actor } from '../actor.ts'
import { notFound } from '../errors.ts'
import { demandAppearance } from '../looks/draft.ts'
import type { Look } from '../looks/look.ts'
import type { Site } from '../site.ts'
import type { Theme } from '../themes/read-theme.ts'

/** A template that the site's pages are made of, wherever it comes from. */
export interface TemplateFile {
  /** `home.hbs`, `partials/entry.hbs`. */
  path: string
  /** What is shown with this look. */
  text: string
  /** What it is without the changes made in the browser. */
  original: string
  /** Title of the theme it comes from. */
  from: string
  /** The theme itself has it; otherwise it is inherited. */
  isOwn: boolean
  isChanged: boolean
}

/** All templates of a look by path: the theme's, its parents' and what was changed in the browser. */
export function listTemplates({ themes }: Pick<Site, 'themes'>, actor: Actor, look: Look): TemplateFile[] {
  demandAppearance(actor)
  const chain = themes.chain({ name: look.theme, ...(look.release && { release: look.release }) })
  const found = new Map<string, TemplateFile>()
  for (const [index, theme] of chain.entries()) {
    for (const [path, original] of textsOf(theme)) {
      if (found.has(path)) continue
      const text = look.templates[path] ?? original
      found.set(path, { path, text, original, from: theme.manifest.title, isOwn: index === 0, isChanged: path in look.templates })
    }
  }
  for (const [path, text] of Object.entries(look.templates)) {
    if (!found.has(path)) found.set(path, { path, text, original: '', from: 'this site', isOwn: true, isChanged: true })
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** One of them. Throws notFound. */
export function findTemplate(site: Pick<Site, 'themes'>, actor: Actor, look: Look, path: string): TemplateFile {
  const found = listTemplates(site, actor, look).find(template => template.path === path)
  if (!found) throw notFound('template')
  return found
}

/** Lines in which all of the words stand, of all templates; a few of each. */
export function searchTemplates(
  templates: readonly TemplateFile[],
  words: string,
): { path: string; lines: { number: number; text: string }[] }[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return []
  return templates.flatMap(({ path, text }) => {
    const lines = text.split('\n').flatMap((line, index) => {
      const lower = line.toLowerCase()
      return wanted.every(word => lower.includes(word)) ? [{ number: index + 1, text: line.trim().slice(0, 200) }] : []
    })
    const inName = wanted.every(word => path.includes(word))
    return lines.length > 0 || inName ? [{ path, lines: lines.slice(0, 8) }] : []
  })
}

function textsOf(theme: Theme): [string, string][] {
  const pages = [...theme.pages].map(([name, { text }]): [string, string] => [`${name}.hbs`, text])
  const partials = [...theme.partials].map(([name, { text }]): [string, string] => [
    name === 'layout' ? 'layout.hbs' : `partials/${name}.hbs`,
    text,
  ])
  return [...pages, ...partials]
}
