import type { Look } from '../looks/look.ts'
import type { Site } from '../site.ts'
import { maybeLookFile } from '../theme-editor/look-files.ts'
import { readTemplateSource } from '../themes/template-calls.ts'

const most = 80

/** Paths of the files that a page is made of: its template first, then every part that it or another part asks for. */
export function partsOfPage(site: Pick<Site, 'themes'>, look: Look, template: string): string[] {
  if (!/^[a-z][a-z0-9-]*$/.test(template)) return []
  const found = new Set<string>()
  const waiting = [`${template}.hbs`]
  for (let path = waiting.shift(); path !== undefined && found.size < most; path = waiting.shift()) {
    const file = found.has(path) ? undefined : maybeLookFile(site, look, path)
    if (!file) continue
    found.add(path)
    for (const name of partialsIn(path, file.text)) waiting.push(name === 'layout' ? 'layout.hbs' : `partials/${name}.hbs`)
  }
  return [...found]
}

function partialsIn(file: string, text: string): string[] {
  try {
    return readTemplateSource({ file, text }).partials.map(({ name }) => name)
  } catch {
    // What is no template has no parts.
    return []
  }
}
