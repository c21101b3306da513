import type { Static } from 'typebox'
import { tokens } from '../colours/palette.ts'
import { Type } from '../http/type.ts'

/** A choice with words for people; the first is the usual one. */
function choice(title: string, options: Record<string, string>, description?: string) {
  const literals = Object.entries(options).map(([value, name]) => Type.Literal(value, { title: name }))
  const usual = Object.keys(options)[0] ?? ''
  return Type.Unsafe<string>(Type.Union(literals, { title, default: usual, ...(description && { description }) }))
}

const colours = Type.Object(Object.fromEntries(tokens.map(token => [token, Type.String({ maxLength: 60 })])))

/** The most of a template that was changed in the browser, in characters. */
export const mostTemplate = 64_000
/** The most of another file. */
export const mostFile = 200_000
/** The most of all of them together. */
export const mostFiles = 1_000_000
export const mostCss = 50_000

/** What of a look is a form of its own: titles and descriptions are what people read. */
export const basicsSchema = Type.Object({
  text: choice('Type', {
    theme: 'As the theme has it',
    book: 'A book: old-style serif',
    paper: 'A newspaper: sturdy serif',
    plain: 'Plain: the reader’s own sans',
    round: 'Friendly: humanist sans',
  }),
  size: choice('Size of the text', { usual: 'Usual', small: 'Smaller', large: 'Larger', huge: 'Much larger' }),
  density: choice('Density', { usual: 'Usual', dense: 'Dense: more on a screen', airy: 'Airy: more room' }),
  width: choice('Width of the stream', { usual: 'Usual', narrow: 'Narrow', wide: 'Wide' }),
  aside: choice(
    'Right column of the home page',
    { all: 'Everything', about: 'Only what this site is about', none: 'Nothing' },
    'On a phone it stands below the stream.',
  ),
  welcome: Type.String({
    title: 'Welcome for visitors',
    description: 'A sentence or two above the stream of the home page, for who is not signed in.',
    default: '',
    maxLength: 400,
  }),
})

/** What a site looks like: the theme and what was chosen and changed on top of it. */
export const lookSchema = Type.Object({
  theme: Type.String({ default: 'default', maxLength: 40 }),
  /** Of a theme in the data folder. */
  release: Type.String({ default: '', maxLength: 80 }),
  /** What was set of the settings in its theme.json. */
  settings: Type.Record(Type.String({ maxLength: 40 }), Type.Unknown(), { default: {} }),
  /** Name of a palette of the theme or of the default theme; `own` for `colours`; empty for the theme's own colours. */
  palette: Type.String({ default: '', maxLength: 40 }),
  colours: Type.Optional(Type.Object({ light: colours, dark: colours })),
  /** File in the media folder. */
  logo: Type.String({ default: '', pattern: '^([0-9a-f]{64}\\.webp)?$' }),
  css: Type.String({ default: '', maxLength: mostCss }),
  /** Files of the theme that were changed in the browser: path to text; of `locales/` only the sentences that differ. */
  files: Type.Record(Type.String({ maxLength: 80 }), Type.String({ maxLength: mostFile }), { default: {} }),
  ...basicsSchema.properties,
})

export type Look = Static<typeof lookSchema>
export type LookBasics = Static<typeof basicsSchema>

/** Whether something in it was written in the browser and runs on the server. */
export function hasTemplates(look: Look): boolean {
  return Object.keys(look.files).some(path => path.endsWith('.hbs'))
}
