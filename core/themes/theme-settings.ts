import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { parseColour } from '../colours/colour.ts'

/** A setting of a theme, as far as it matters here: JSON Schema of one value. */
interface Property {
  title?: string
  type?: string
  default?: unknown
  enum?: unknown[]
  anyOf?: { const?: unknown }[]
  format?: string
  /** Written behind the number in CSS: `rem`. */
  unit?: string
}

export type ThemeSettings = Readonly<Record<string, unknown>>

const types = ['string', 'number', 'integer', 'boolean']
const units = ['px', 'rem', 'em', '%', 'ch', 'vh', 'vw', 'deg', 'ms', 's', 'fr']

function makeAjv(): Ajv {
  const ajv = new Ajv({ allErrors: true, useDefaults: true, coerceTypes: true, removeAdditional: 'all', strict: false })
  addFormats.default(ajv)
  ajv.addFormat('color', { validate: (text: string) => parseColour(text) !== undefined })
  return ajv
}

/** Sentences about a schema of settings from which no form can be made. */
export function settingsSchemaProblems(schema: Readonly<Record<string, unknown>>): string[] {
  const properties = propertiesOf(schema)
  const wrong = Object.entries(properties).flatMap(([name, property]) => {
    const problems: string[] = []
    if (!/^[a-z][A-Za-z0-9]{0,39}$/.test(name)) problems.push('should have a name in letters and digits, such as "cornerSize"')
    if (!property.title) problems.push('should have a title for people')
    if (!types.includes(property.type ?? '') && !property.enum && !property.anyOf)
      problems.push(`should have one of the types ${types.join(', ')}`)
    if (property.default === undefined) problems.push('should have a default')
    if (property.unit !== undefined && !units.includes(property.unit)) problems.push(`should have one of the units ${units.join(', ')}`)
    return problems.map(problem => `the setting "${name}" ${problem}.`)
  })
  if (wrong.length > 0) return wrong
  try {
    const check = makeAjv().compile(closed(schema))
    const defaults = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, structuredClone(property.default)]))
    if (check(defaults)) return []
    return (check.errors ?? []).map(error => `the default of "${error.instancePath.slice(1)}" ${error.message}.`)
  } catch (error) {
    return [`it is not a JSON Schema: ${(error as Error).message}.`]
  }
}

/** The settings of a theme: what was chosen, and defaults for the rest. What no longer fits is its default again. */
export function readThemeSettings(schema: Readonly<Record<string, unknown>> | undefined, chosen: ThemeSettings): ThemeSettings {
  if (!schema) return Object.freeze({})
  const properties = propertiesOf(schema)
  const check = makeAjv().compile(closed(schema))
  const values = structuredClone(chosen) as Record<string, unknown>
  if (!check(values)) {
    for (const { instancePath } of check.errors ?? []) delete values[instancePath.split('/')[1] ?? '']
    check(values)
  }
  return Object.freeze(Object.fromEntries(Object.keys(properties).map(name => [name, values[name]])))
}

/** The chosen values as they are kept, read from a form where they are text; per name what is wrong with them. */
export function checkThemeSettings(
  schema: Readonly<Record<string, unknown>> | undefined,
  typed: ThemeSettings,
): { values: Record<string, unknown>; problems: Record<string, string> } {
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== '' && value !== null))
  if (!schema) return { values: {}, problems: {} }
  const ajv = new Ajv({ allErrors: true, coerceTypes: true, removeAdditional: 'all', strict: false })
  addFormats.default(ajv)
  ajv.addFormat('color', { validate: (text: string) => parseColour(text) !== undefined })
  const check = ajv.compile({ ...closed(schema), required: [] })
  if (check(given)) return { values: given, problems: {} }
  const problems = (check.errors ?? []).map(error => [error.instancePath.split('/')[1] ?? 'form', `This ${error.message}.`] as const)
  return { values: given, problems: Object.fromEntries(problems) }
}

/** What CSS can use of the settings, by custom property: numbers with their unit, colours, switches and choices; no free text. */
export function cssOfSettings(schema: Readonly<Record<string, unknown>> | undefined, values: ThemeSettings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(propertiesOf(schema ?? {})).flatMap(([name, property]) => {
      const text = cssOf(property, values[name])
      return text === undefined ? [] : [[`--theme-${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`, text]]
    }),
  )
}

function cssOf(property: Property, value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'number') return `${value}${property.unit ?? ''}`
  if (typeof value !== 'string') return undefined
  if (property.format === 'color') return parseColour(value) && value
  const chosen = property.enum !== undefined || property.anyOf !== undefined
  return chosen && /^[\w .%-]{1,60}$/.test(value) ? value : undefined
}

function propertiesOf(schema: Readonly<Record<string, unknown>>): Record<string, Property> {
  return (schema.properties ?? {}) as Record<string, Property>
}

function closed(schema: Readonly<Record<string, unknown>>): object {
  return { ...schema, type: 'object', additionalProperties: false }
}
