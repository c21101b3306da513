import { paletteProblems } from '../colours/palette.ts'
import { invalid } from '../errors.ts'
import { checkValues } from '../forms/check-values.ts'
import type { Site } from '../site.ts'
import { cssProblems } from '../themes/check-css.ts'
import { type Look, mostCss, mostFiles } from './look.ts'
import { coloursOf } from './look-stylesheet.ts'
import { listPalettes, maybeThemeOf } from './make-look.ts'

/** What is wrong with a look, by field: what keeps it from being published. Changed files are checked when they are saved. */
export function lookProblems(site: Pick<Site, 'themes'>, look: Look): Record<string, string> {
  const theme = maybeThemeOf(site.themes, look)
  if (!theme) return { theme: `There is no theme "${look.theme}"${look.release ? ` in the release ${look.release}` : ''}.` }
  const palettes = listPalettes(site.themes, theme)
  const colours = coloursOf(look, palettes)
  const problems: Record<string, string | undefined> = {
    palette: look.palette !== '' && !colours ? 'There is no such palette.' : colours && joined(paletteProblems(colours)),
    css: joined(cssProblems(look.css, mostCss)),
    files: Object.values(look.files).join('').length > mostFiles ? 'These are too many changed files.' : undefined,
    ...settingsProblems(theme.settings ?? {}, look.settings),
  }
  return Object.fromEntries(Object.entries(problems).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

/** Throws invalid when there is any. */
export function demandGoodLook(site: Pick<Site, 'themes'>, look: Look): void {
  const problems = lookProblems(site, look)
  if (Object.keys(problems).length > 0) throw invalid(problems)
}

function settingsProblems(schema: object, values: Look['settings']): Record<string, string> {
  return Object.fromEntries(Object.entries(checkValues(schema, values).problems).map(([name, problem]) => [`settings.${name}`, problem]))
}

function joined(problems: string[]): string | undefined {
  return problems.length > 0 ? problems.join(' ') : undefined
}
