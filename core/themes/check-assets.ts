import { readFileSync } from 'node:fs'
import { type Palette, paletteProblems, tokens } from '../colours/palette.ts'
import { cssProblems } from './check-css.ts'
import type { Finding } from './check-sources.ts'
import type { Theme } from './read-theme.ts'
import { settingsSchemaProblems } from './theme-settings.ts'

/** What a theme brings beside templates: stylesheets, pictures, settings and palettes. */
export function checkAssets(theme: Theme): Finding[] {
  const manifest = `${theme.folder}/theme.json`
  const inManifest = [
    ...settingsSchemaProblems(theme.manifest.settings ?? {}),
    ...(theme.manifest.palettes ?? []).flatMap(palette => paletteProblems(palette).map(problem => `${palette.title}: ${problem}`)),
  ]
  return [
    ...inManifest.map(message => ({ file: manifest, message })),
    ...[...theme.assets].flatMap(([path, { file }]) => checkAsset(path, file)),
  ]
}

function checkAsset(path: string, file: string): Finding[] {
  if (path.endsWith('.css')) {
    return styleProblems(readFileSync(file, 'utf8')).map(message => ({ file, message }))
  }
  if (path.endsWith('.svg')) {
    const svg = readFileSync(file, 'utf8')
    const runs = /<script|<foreignObject|\son[a-z]+\s*=|javascript:|(?:href|src)\s*=\s*["']?\s*(?:https?:)?\/\//i.test(svg)
    return runs ? [{ file, message: 'A picture may hold no scripts, no HTML and nothing from other hosts.' }] : []
  }
  return []
}

/** What is wrong with a stylesheet of a theme: what the rules for CSS forbid, and colours that cannot be read. */
export function styleProblems(css: string): string[] {
  const palette = paletteIn(css)
  return [...cssProblems(css), ...(palette ? paletteProblems(palette) : [])]
}

/** The six colours, when a stylesheet gives them all as `--ink: light-dark(…, …)`. */
export function paletteIn(css: string): Palette | undefined {
  const colour = String.raw`(oklch\([^()]*\)|#[0-9a-f]{6})`
  const found = tokens.map(token => new RegExp(String.raw`--${token}:\s*light-dark\(\s*${colour}\s*,\s*${colour}\s*\)`, 'i').exec(css))
  if (!found.every(match => match !== null)) return undefined
  const side = (index: 1 | 2) => Object.fromEntries(tokens.map((token, at) => [token, found[at]![index]!])) as Palette['light']
  return { light: side(1), dark: side(2) }
}
