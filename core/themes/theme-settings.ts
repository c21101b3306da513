import { parseColour } from '../colours/colour.ts'
import { checkValues } from '../forms/check-values.ts'
import { defaultsOf, type FormSchema, formProblems, optionsOf, type Property, propertiesOf, widgetOf } from '../forms/form-schema.ts'

export type ThemeSettings = Readonly<Record<string, unknown>>

/** A property of a theme's settings: `unit` is written behind its number in CSS. */
type ThemeProperty = Property & { unit?: string }

const widgets = ['text', 'long text', 'number', 'range', 'switch', 'select', 'colour']
const units = ['px', 'rem', 'em', '%', 'ch', 'vh', 'vw', 'deg', 'ms', 's', 'fr']

/** Sentences about a schema of settings from which no form can be made. */
export function settingsSchemaProblems(schema: FormSchema): string[] {
  const properties = propertiesOf(schema) as [string, ThemeProperty][]
  const wrong = properties.flatMap(([name, property]) => {
    const problems: string[] = []
    if (!/^[a-z][A-Za-z0-9]{0,39}$/.test(name)) problems.push('should have a name in letters and digits, such as "cornerSize"')
    if (!property.title) problems.push('should have a title for people')
    if (!widgets.includes(widgetOf(property))) problems.push(`should be one of: ${widgets.join(', ')}`)
    if (property.default === undefined) problems.push('should have a default')
    if (property.unit !== undefined && !units.includes(property.unit)) problems.push(`should have one of the units ${units.join(', ')}`)
    return problems.map(problem => `the setting "${name}" ${problem}.`)
  })
  if (wrong.length > 0) return [...wrong, ...formProblems(schema)]
  try {
    const { problems } = checkValues(schema, defaultsOf(schema))
    return [
      ...formProblems(schema),
      ...Object.entries(problems).map(([name, problem]) => `the default of the setting "${name}": ${problem}`),
    ]
  } catch (error) {
    return [`the settings are not a JSON Schema: ${(error as Error).message}.`]
  }
}

/** The settings of a theme: what was chosen, and defaults for the rest. What no longer fits is its default again. */
export function readThemeSettings(schema: FormSchema = {}, chosen: ThemeSettings): ThemeSettings {
  const names = propertiesOf(schema).map(([name]) => name)
  const known = Object.fromEntries(Object.entries(chosen).filter(([name]) => names.includes(name)))
  const { values, problems } = checkValues(schema, known)
  const good = Object.entries(values).filter(([name]) => !(name in problems))
  return Object.freeze({ ...defaultsOf(schema), ...Object.fromEntries(good) })
}

/** What CSS can use of the settings, by custom property: numbers with their unit, colours, switches and choices; no free text. */
export function cssOfSettings(schema: FormSchema = {}, values: ThemeSettings): Record<string, string> {
  return Object.fromEntries(
    propertiesOf(schema).flatMap(([name, property]) => {
      const text = cssOf(property, values[name])
      return text === undefined ? [] : [[`--theme-${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`, text]]
    }),
  )
}

function cssOf(property: ThemeProperty, value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'number') return `${value}${property.unit ?? ''}`
  if (typeof value !== 'string') return undefined
  if (widgetOf(property) === 'colour') return parseColour(value) && value
  return optionsOf(property) && /^[\w .%-]{1,60}$/.test(value) ? value : undefined
}
