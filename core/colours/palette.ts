import { type Colour, mixColours, parseColour } from './colour.ts'
import { contrastOf } from './contrast.ts'

/** The six colours that make a look. Everything else is mixed from them. */
export const tokens = ['paper', 'ink', 'quiet', 'line', 'accent', 'danger'] as const

export type Token = (typeof tokens)[number]

/** `oklch(…)` or `#rrggbb` by token. */
export type Colours = Record<Token, string>

/** Colours for light and for dark surroundings. */
export interface Palette {
  light: Colours
  dark: Colours
}

/** What people call the tokens. */
export const tokenTitles: Readonly<Record<Token, string>> = {
  paper: 'Background',
  ink: 'Text',
  quiet: 'Quiet text',
  line: 'Lines',
  accent: 'Links and buttons',
  danger: 'Danger',
}

interface Pair {
  what: string
  least: number
  of(colours: Record<Token, Colour>): [Colour, Colour]
}

// WCAG 2.2 AA: 4.5 for text, 3 for what can be operated. The mixtures are those of tokens.css in the default theme.
const pairs: readonly Pair[] = [
  { what: 'text on the background', least: 4.5, of: ({ ink, paper }) => [ink, paper] },
  { what: 'quiet text on the background', least: 4.5, of: ({ quiet, paper }) => [quiet, paper] },
  { what: 'links on the background, and the text of buttons', least: 4.5, of: ({ accent, paper }) => [accent, paper] },
  { what: 'warnings on the background', least: 4.5, of: ({ danger, paper }) => [danger, paper] },
  { what: 'text on a highlight', least: 4.5, of: ({ ink, accent, paper }) => [ink, mixColours(accent, 0.09, paper)] },
  { what: 'quiet text on a sunken part', least: 4.5, of: ({ quiet, ink, paper }) => [quiet, mixColours(ink, 0.045, paper)] },
  { what: 'edges of fields', least: 3, of: ({ ink, paper }) => [mixColours(ink, 0.56, paper), paper] },
]

/** Sentences about what cannot be read well, or cannot be understood as a colour. Empty when all is well. */
export function paletteProblems({ light, dark }: Palette): string[] {
  return [...problemsOf(light, 'light'), ...problemsOf(dark, 'dark')]
}

function problemsOf(written: Colours, mode: string): string[] {
  const wrong = tokens.filter(token => !parseColour(String(written?.[token])))
  if (wrong.length > 0)
    return wrong.map(token => `${tokenTitles[token]} (${token}, ${mode}) should be a colour such as oklch(0.45 0.085 222) or #00617b.`)
  const colours = Object.fromEntries(tokens.map(token => [token, parseColour(written[token])!])) as Record<Token, Colour>
  return pairs.flatMap(({ what, least, of }) => {
    const contrast = contrastOf(...of(colours))
    return contrast >= least
      ? []
      : [`In ${mode} colours the contrast of ${what} is ${contrast.toFixed(2)}; it should be at least ${least}.`]
  })
}
