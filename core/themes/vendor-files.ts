import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * Files of npm packages that the default theme serves as its own assets. A table of the engine and not of `theme.json`,
 * so that a theme cannot ask for other files of the machine.
 */
const table: Record<string, [string, string]> = {
  'vendor/htmx.min.js': ['htmx.org', 'dist/htmx.min.js'],
  'vendor/idiomorph-ext.min.js': ['idiomorph', 'dist/idiomorph-ext.min.js'],
  'vendor/sse.js': ['htmx-ext-sse', 'sse.js'],
  ...font('latin', 'normal'),
  ...font('latin', 'italic'),
  ...font('latin-ext', 'normal'),
  ...font('latin-ext', 'italic'),
}

/** Asset path to file on disk. */
export function vendorFiles(): Map<string, string> {
  const require = createRequire(import.meta.url)
  const folders = new Map<string, string>()
  return new Map(
    Object.entries(table).map(([path, [name, file]]) => {
      const folder = folders.get(name) ?? folderOf(name, require)
      folders.set(name, folder)
      return [path, join(folder, file)]
    }),
  )
}

function font(subset: string, style: string): Record<string, [string, string]> {
  const file = `source-serif-4-${subset}-wght-${style}.woff2`
  return { [`vendor/${file}`]: ['@fontsource-variable/source-serif-4', `files/${file}`] }
}

/** Some packages do not export their package.json, so the folders Node would search are walked instead. */
function folderOf(name: string, require: NodeJS.Require): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    const manifest = join(folder, name, 'package.json')
    if (existsSync(manifest)) return dirname(manifest)
  }
  throw new Error(`The package ${name} is not installed; run npm ci.`)
}
