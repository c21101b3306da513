import { parseColour } from '../colours/colour.ts'
import { type Colours, type Palette, tokens } from '../colours/palette.ts'
import type { ThemeEntry } from '../themes/load-theme.ts'
import type { NamedPalette } from '../themes/theme-manifest.ts'
import { cssOfSettings, readThemeSettings } from '../themes/theme-settings.ts'
import type { Look } from './look.ts'

const humanist = 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, Cantarell, "DejaVu Sans", sans-serif'

const fonts: Record<string, Record<string, string>> = {
  book: { '--serif': '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, serif' },
  paper: { '--serif': 'Charter, "Bitstream Charter", "Sitka Text", Cambria, "DejaVu Serif", serif' },
  plain: { '--serif': 'var(--sans)' },
  round: { '--sans': humanist, '--serif': humanist },
}

const sizes: Record<string, string> = { small: '93.75%', large: '112.5%', huge: '125%' }
const widths: Record<string, string> = { narrow: '33rem', wide: '46rem' }

// Rooms of the default theme's tokens.css, less or more.
const rooms: Record<string, readonly string[]> = {
  dense: ['0.15rem', '0.35rem', '0.6rem', '1rem', '1.9rem'],
  airy: ['0.35rem', '0.65rem', '1.15rem', '2.1rem', '3.6rem'],
}

/** The palettes one may choose from: the theme's, and those of the theme that all build on. */
export function palettesOf(theme: ThemeEntry, fallback: ThemeEntry): NamedPalette[] {
  const own = theme.palettes ?? []
  const names = new Set(own.map(palette => palette.name))
  return [...own, ...(fallback.palettes ?? []).filter(palette => !names.has(palette.name))]
}

/** The colours of a look; nothing when they are those in the theme's own stylesheet. */
export function coloursOf(look: Look, palettes: readonly NamedPalette[]): Palette | undefined {
  const { light, dark } = (look.colours ?? {}) as Partial<Palette>
  if (look.palette === 'own') return light && dark && isWhole(light) && isWhole(dark) ? { light, dark } : undefined
  return palettes.find(palette => palette.name === look.palette)
}

function isWhole(colours: Partial<Colours>): boolean {
  return tokens.every(token => parseColour(String(colours[token])))
}

/** The CSS of a look, that comes after a theme's; empty when it adds nothing. */
export function lookStylesheet(look: Look, theme: ThemeEntry, palette: Palette | undefined): string {
  const settings = cssOfSettings(theme.settings, readThemeSettings(theme.settings, look.settings))
  const properties: [string, string | undefined][] = [
    ['font-size', sizes[look.size]],
    ...Object.entries(fonts[look.text] ?? {}),
    ...(rooms[look.density] ?? []).map((room, index): [string, string] => [`--gap-${index + 1}`, room]),
    ['--stream', widths[look.width]],
    ...Object.entries(settings),
  ]
  const given = properties.filter((property): property is [string, string] => property[1] !== undefined)
  return [
    // Who asks for more contrast gets the theme's own colours for that.
    palette && `@media not (prefers-contrast: more) {\n:root {\n${declarations(asProperties(palette))}}\n}\n`,
    given.length > 0 && `:root {\n${declarations(given)}}\n`,
    look.css && `${look.css}\n`,
  ]
    .filter(Boolean)
    .join('')
}

function asProperties({ light, dark }: Palette): [string, string][] {
  const pair = (token: keyof Colours): string => `light-dark(${light[token]}, ${dark[token]})`
  return tokens.map(token => [`--${token}`, pair(token)])
}

function declarations(properties: [string, string][]): string {
  return properties.map(([name, value]) => `  ${name}: ${value};\n`).join('')
}
