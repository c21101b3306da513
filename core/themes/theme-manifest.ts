import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { type Palette, tokens } from '../colours/palette.ts'

/** `theme.json`: who a theme is and what it builds on. */
export interface ThemeManifest {
  /** Name of its folder. */
  name: string
  title: string
  version: string
  author?: string
  licence: string
  /** The theme asked for whatever this one lacks; `default` when absent. */
  parent?: string
  /** JSON Schema of what an admin may set: `theme.cornerSize` in templates, `--theme-corner-size` in CSS. */
  settings?: Record<string, unknown>
  /** Places in its templates that plugins may fill. */
  slots?: string[]
  /** Colours that an admin may choose from; the first are those in the theme's stylesheet. */
  palettes?: NamedPalette[]
}

export interface NamedPalette extends Palette {
  name: string
  title: string
}

const colours = {
  type: 'object',
  required: tokens,
  additionalProperties: false,
  properties: Object.fromEntries(tokens.map(token => [token, { type: 'string', maxLength: 60 }])),
}

/** JSON Schema of `theme.json`; `docs/theme.schema.json` is the same, for editors. */
export const themeSchema = {
  type: 'object',
  required: ['name', 'title', 'version', 'licence'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' },
    title: { type: 'string', minLength: 1, maxLength: 60 },
    version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$' },
    author: { type: 'string', minLength: 1, maxLength: 100 },
    licence: { type: 'string', minLength: 1, maxLength: 100 },
    parent: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' },
    settings: { type: 'object' },
    slots: { type: 'array', maxItems: 40, uniqueItems: true, items: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' } },
    palettes: {
      type: 'array',
      maxItems: 12,
      items: {
        type: 'object',
        required: ['name', 'title', 'light', 'dark'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' },
          title: { type: 'string', minLength: 1, maxLength: 40 },
          light: colours,
          dark: colours,
        },
      },
    },
    $schema: { type: 'string' },
  },
}

const wanted: Record<string, string> = {
  name: 'the name of its folder, in small letters, digits and hyphens',
  title: 'a name for people, 1 to 60 characters',
  version: 'a version such as "1.0.0"',
  author: 'a name, 1 to 100 characters',
  licence: 'the name of a licence such as "MIT"',
  parent: 'the name of another theme',
  settings: 'a JSON Schema',
  slots: 'a list of names in small letters, digits and hyphens',
  palettes: `a list of palettes, each with name, title, light and dark, and in those two ${tokens.join(', ')}`,
}

let validate: ValidateFunction<ThemeManifest> | undefined

/** Reads the text of a manifest; throws an error that lists every problem with file, key, what was expected and what is there. */
export function parseManifest(text: string, file: string, folderName: string): ThemeManifest {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch (error) {
    throw new Error(`${file}: should be JSON, but ${(error as Error).message}.`)
  }
  validate ??= new Ajv({ allErrors: true, verbose: true, validateSchema: false }).compile<ThemeManifest>(themeSchema)
  if (!validate(found)) throw new Error(validate.errors?.map(error => explain(error, file)).join('\n'))
  if (found.name !== folderName) throw new Error(`${file}: "name" should be "${folderName}" as its folder, but is "${found.name}".`)
  if (found.name === 'admin') throw new Error(`${file}: "name" should be another one: "admin" is the panel's.`)
  return found
}

function explain(error: ErrorObject, file: string): string {
  if (error.keyword === 'additionalProperties' && error.instancePath === '') {
    return `${file}: "${error.params.additionalProperty}" is not a key of a theme; expected one of ${Object.keys(wanted).join(', ')}.`
  }
  if (error.keyword === 'required' && error.instancePath === '') {
    const key = String(error.params.missingProperty)
    return `${file}: "${key}" should be ${wanted[key]}, but is missing.`
  }
  const key = error.instancePath.split('/')[1] ?? ''
  return `${file}: "${key}" should be ${wanted[key] ?? 'an object'}, but is ${JSON.stringify(error.data)}.`
}
