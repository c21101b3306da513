import { createHash } from 'node:crypto'
import { hexOf, parseColour } from '../colours/colour.ts'
import type { Palette } from '../colours/palette.ts'
import type { ThemeEntry, Themes } from '../themes/load-theme.ts'
import type { LookView } from '../themes/page-view.ts'
import { readThemeSettings } from '../themes/theme-settings.ts'
import type { Look } from './look.ts'
import { coloursOf, lookStylesheet, palettesOf } from './look-stylesheet.ts'

/** A look made ready: what templates and the browser receive of it. */
export interface MadeLook {
  /** Row of `looks` or `look_drafts`; empty for the look that the program brings. */
  id: string
  look: Look
  /** What every template receives as `theme` and `look`. */
  view: LookView
  stylesheet: { hash: string; css: string }
}

/** The entry of a look's theme in the list of themes; nothing when it is not there. */
export function maybeThemeOf(themes: Themes, look: Pick<Look, 'theme' | 'release'>): ThemeEntry | undefined {
  return themes.list().find(theme => theme.name === look.theme && (theme.release ?? '') === look.release)
}

/** The palettes that somebody with this theme may choose from. */
export function listPalettes(themes: Themes, theme: ThemeEntry): ReturnType<typeof palettesOf> {
  return palettesOf(theme, themes.list().find(one => one.name === 'default')!)
}

/** Where the stylesheets that a look changes are found. */
export function editsUrlOf(id: string): string {
  return `/assets/looks/${id || 'delivered'}`
}

/** Makes a look ready. Throws when its theme is not there. */
export function makeLook(themes: Themes, id: string, look: Look): MadeLook {
  const theme = maybeThemeOf(themes, look)
  if (!theme) throw new Error(`There is no theme "${look.theme}"${look.release ? ` in the release ${look.release}` : ''}.`)
  const palette = coloursOf(look, listPalettes(themes, theme))
  const css = lookStylesheet(look, theme, palette)
  const hash = createHash('sha256').update(css).digest('hex').slice(0, 16)
  return { id, look, stylesheet: { hash, css }, view: viewOf(id, look, theme, css && hash, palette) }
}

function viewOf(id: string, look: Look, theme: ThemeEntry, hash: string, palette: Palette | undefined): LookView {
  return {
    theme: readThemeSettings(theme.settings, look.settings),
    look: {
      ...(hash && { stylesheetUrl: `${editsUrlOf(id)}/${hash}.css` }),
      ...(look.logo && { logoUrl: `/media/${look.logo}` }),
      ...(palette && { barColours: { light: barOf(palette.light.paper), dark: barOf(palette.dark.paper) } }),
      aside: look.aside,
      welcome: look.welcome,
    },
  }
}

/** Browsers paint their bars in colours of old. */
function barOf(text: string): string {
  const colour = parseColour(text)
  return colour ? hexOf(colour) : text
}
