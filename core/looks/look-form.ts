import { hexOf, parseColour, writeColour } from '../colours/colour.ts'
import { type Colours, type Palette, tokens, tokenTitles } from '../colours/palette.ts'
import { invalid } from '../errors.ts'
import { Type } from '../http/type.ts'
import { BadPicture, encodePicture } from '../media/encode-picture.ts'
import { saveMedia } from '../media/media-store.ts'
import type { PanelRequest } from '../panel/panel-page.ts'
import { readPanelForm } from '../panel/read-panel-form.ts'
import { type FormField, schemaForm } from '../panel/schema-form.ts'
import type { Site } from '../site.ts'
import type { NamedPalette } from '../themes/theme-manifest.ts'
import { lookProblems } from './check-look.ts'
import type { Draft } from './draft.ts'
import { basicsSchema, type Look, mostCss } from './look.ts'
import { listPalettes, maybeThemeOf } from './make-look.ts'
import { saveDraft } from './save-draft.ts'

const side = (title: string) =>
  Type.Object(
    Object.fromEntries(
      tokens.map(token => [token, Type.String({ title: tokenTitles[token], maxLength: 60, 'x-ui': { widget: 'colour' } })]),
    ),
    { title },
  )

const formSchema = Type.Object({
  light: side('Your own colours by day'),
  dark: side('Your own colours by night'),
  logo: Type.String({
    title: 'Logo',
    description: 'Stands before the name of the site. A picture with a clear background looks good by day and by night.',
    default: '',
    'x-ui': { widget: 'image' },
  }),
  ...basicsSchema.properties,
  css: Type.String({
    title: 'Own CSS',
    description: 'Comes after everything else. Addresses of other hosts are refused.',
    default: '',
    maxLength: mostCss,
    'x-ui': { widget: 'long text' },
  }),
})

const own = 'look-'
const ofTheme = 'set-'

/** The customiser as a page shows it. */
export interface LookForm {
  palettes: { name: string; title: string; selected: boolean; light: Colours; dark: Colours }[]
  paletteProblem?: string
  ownColours: FormField[]
  themeFields: FormField[]
  fields: FormField[]
  css: FormField
}

/** A look as a form, with what was typed when it was refused. */
export function lookForm(
  site: Site,
  look: Look,
  typed: Readonly<Record<string, unknown>>,
  refused: Readonly<Record<string, string>>,
): LookForm {
  const theme = maybeThemeOf(site.themes, look)
  const palettes = theme ? listPalettes(site.themes, theme) : []
  const problems = { ...lookProblems(site, look), ...refused }
  const chosen = String(typed[`${own}palette`] ?? look.palette) || (palettes[0]?.name ?? '')
  const fields = schemaForm(formSchema, { ...look, ...shownColours(look, palettes) }, problems, { prefix: own, typed })
  const [light, dark, ...rest] = fields
  const settings = schemaForm(theme?.settings ?? {}, look.settings, settingProblems(problems), { prefix: ofTheme, typed })
  return {
    palettes: [
      ...palettes.map(({ name, title, light, dark }) => ({ name, title, light, dark, selected: name === chosen })),
      { name: 'own', title: 'Your own', ...shownColours(look, palettes), selected: chosen === 'own' },
    ],
    ...(problems.palette && { paletteProblem: problems.palette }),
    ownColours: [light!, dark!],
    themeFields: settings,
    fields: rest.slice(0, -1),
    css: rest.at(-1)!,
  }
}

/** Keeps what was typed as the actor's draft. Throws invalid, by field, for what cannot even be tried out. */
export async function saveLookForm(request: PanelRequest, look: Look): Promise<Draft> {
  const { site, actor, body } = request
  const theme = maybeThemeOf(site.themes, look)
  const files = request.files.filter(file => file.field !== `${own}logo/file`)
  const logo = request.files.find(file => file.field === `${own}logo/file`)
  const sent = { ...body, ...(logo && { [`${own}logo`]: await keepLogo(site, logo.bytes) }) }
  const { [`${own}palette`]: palette, ...others } = sent as Record<string, unknown>
  const given = { ...request, body: others, files }
  const values = await readPanelForm(given, formSchema, { prefix: own })
  const settings = theme?.settings ? await readPanelForm(given, theme.settings, { prefix: ofTheme, kept: look.settings }) : {}
  const palettes = theme ? listPalettes(site.themes, theme) : []
  return saveDraft(site, actor, before => ({
    ...changed(before, values, String(palette ?? before.palette), palettes),
    settings: { ...before.settings, ...settings },
  }))
}

const mostLogo = { width: 640, height: 160 }

async function keepLogo(site: Site, bytes: Buffer): Promise<string> {
  try {
    const encoded = await encodePicture(bytes, { ...mostLogo, fit: 'inside' })
    return await saveMedia(site, encoded.bytes, encoded.type)
  } catch (error) {
    if (error instanceof BadPicture) throw invalid({ logo: error.message })
    throw error
  }
}

function changed(look: Look, values: Record<string, unknown>, palette: string, palettes: readonly NamedPalette[]): Look {
  const { light, dark, ...rest } = values
  const usual = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value ?? usualOf(name)]))
  // The first palette is the theme's own, which its stylesheet has already.
  const name = palette === palettes[0]?.name ? '' : palette
  const shown = shownColours(look, palettes)
  const colours = { light: keptColours(light, shown.light), dark: keptColours(dark, shown.dark) }
  return { ...look, ...usual, palette: name, ...(name === 'own' && { colours: colours as NonNullable<Look['colours']> }) }
}

/** What a browser's colour field sends is coarser than what was kept: where it means the same, the kept one stays. */
function keptColours(typed: unknown, shown: Colours): Colours {
  const entries = tokens.map(token => {
    const text = String((typed as Partial<Colours> | undefined)?.[token] ?? '')
    const colour = parseColour(text)
    if (text === '' || text === shown[token]) return [token, shown[token]]
    return [token, colour ? writeColour(colour) : text]
  })
  return Object.fromEntries(entries) as Colours
}

/** The colours that the fields begin with: one's own, or those of the chosen palette, as screens write them. */
function shownColours(look: Look, palettes: readonly NamedPalette[]): Palette {
  const base = (look.colours as Palette | undefined) ?? palettes.find(({ name }) => name === look.palette) ?? palettes[0]
  const asHex = (colours: Colours | undefined) =>
    Object.fromEntries(
      tokens.map(token => {
        const colour = parseColour(String(colours?.[token] ?? ''))
        return [token, colour ? hexOf(colour) : String(colours?.[token] ?? '#888888')]
      }),
    ) as Colours
  return { light: asHex(base?.light), dark: asHex(base?.dark) }
}

function settingProblems(problems: Readonly<Record<string, string>>): Record<string, string> {
  const found = Object.entries(problems).filter(([name]) => name.startsWith('settings.'))
  return { ...problems, ...Object.fromEntries(found.map(([name, problem]) => [name.slice('settings.'.length), problem])) }
}

function usualOf(name: string): unknown {
  return (formSchema.properties as Record<string, { default?: unknown }>)[name]?.default
}
