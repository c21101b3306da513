/** What people see in place of a property. */
export type Widget =
  | 'text'
  | 'long text'
  | 'markdown'
  | 'number'
  | 'range'
  | 'switch'
  | 'select'
  | 'multi'
  | 'colour'
  | 'date'
  | 'image'
  | 'member'
  | 'group'
  | 'lines'
  | 'list'
  | 'object'
  | 'secret'
  | 'json'

/** How a property is to be shown, as `x-ui` beside `type` and `title`. Everything is optional. */
export interface Ui {
  widget?: Widget
  /** Heading that it stands under. */
  group?: string
  /** Smallest first; properties without one keep their place. */
  order?: number
  help?: string
  placeholder?: string
  /** Shown and asked for only when other fields of the same form have these values: `{ "signUp": ["invite", "open"] }`. */
  when?: Record<string, unknown>
}

/** One property of a JSON Schema, as far as forms look at it. */
export interface Property {
  title?: string
  description?: string
  type?: string
  format?: string
  default?: unknown
  writeOnly?: boolean
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
  multipleOf?: number
  minItems?: number
  maxItems?: number
  anyOf?: Property[]
  enum?: unknown[]
  const?: unknown
  items?: Property
  properties?: Record<string, Property>
  required?: string[]
  'x-ui'?: Ui
}

/** The JSON Schema of an object: TypeBox's, a plugin's or a theme's. */
export type FormSchema = object

export interface Option {
  value: unknown
  label: string
}

const longText = 120
/** Names with which a form could reach into what every object inherits. */
const unsafe = new Set(['__proto__', 'constructor', 'prototype'])

/** Properties of an object's schema in the order in which they are shown. */
export function propertiesOf(schema: FormSchema | Property): [string, Property][] {
  const { properties = {} } = schema as Property
  const all = Object.entries(properties).filter(([name]) => !unsafe.has(name))
  const place = ([, property]: [string, Property]): number => property['x-ui']?.order ?? 0
  return all.sort((a, b) => place(a) - place(b))
}

export function widgetOf(property: Property): Widget {
  const asked = property['x-ui']?.widget
  const { type, format, maxLength = 0 } = property
  if (asked === 'secret' || property.writeOnly) return 'secret'
  if (optionsOf(property)) return 'select'
  if (type === 'array') return arrayWidget(property)
  if (type === 'boolean') return 'switch'
  if (type === 'number' || type === 'integer') return asked === 'range' && property.maximum !== undefined ? 'range' : 'number'
  if (type === 'object') return property.properties ? 'object' : 'json'
  if (type !== undefined && type !== 'string') return 'json'
  if (asked && textual.has(asked)) return asked
  if (format === 'date') return 'date'
  return maxLength > longText ? 'long text' : 'text'
}

const textual = new Set<Widget>(['text', 'long text', 'markdown', 'colour', 'date', 'image', 'member', 'group'])

function arrayWidget({ items }: Property): Widget {
  if (items && optionsOf(items)) return 'multi'
  if (items?.type === 'object' && items.properties) return 'list'
  return items?.type === 'string' || items?.type === undefined ? 'lines' : 'json'
}

/** The values among which one can choose, with their names; nothing when anything can be typed. */
export function optionsOf({ anyOf, enum: values }: Property): Option[] | undefined {
  if (values) return values.map(value => ({ value, label: String(value) }))
  if (!anyOf?.every(one => 'const' in one)) return undefined
  return anyOf.map(one => ({ value: one.const, label: one.title ?? String(one.const) }))
}

/** Whether the property counts, given the values beside it: what its `when` names has one of the values it names. */
export function applies(property: Property, values: Readonly<Record<string, unknown>>): boolean {
  const wanted = Object.entries(property['x-ui']?.when ?? {})
  return wanted.every(([name, value]) => [value].flat().some(one => JSON.stringify(one) === JSON.stringify(values[name] ?? null)))
}

/** The defaults of an object's properties. */
export function defaultsOf(schema: FormSchema): Record<string, unknown> {
  const known = propertiesOf(schema).filter(([, property]) => property.default !== undefined)
  return Object.fromEntries(known.map(([name, property]) => [name, property.default]))
}

/**
 * Names of the top-level properties that are secrets: kept sealed, never shown again. A secret inside a list or object has no
 * place where it could be kept, so {@link formProblems} refuses it.
 */
export function secretsOf(schema: FormSchema): string[] {
  return propertiesOf(schema)
    .filter(([, property]) => widgetOf(property) === 'secret')
    .map(([name]) => name)
}

/** What is wrong with a schema as a form, in sentences: for the check of a plugin or theme before it is taken in. */
export function formProblems(schema: FormSchema): string[] {
  const { properties = {} } = schema as Property
  const names = Object.keys(properties)
  const bad = names.filter(name => unsafe.has(name) || !/^[A-Za-z][\w-]{0,63}$/.test(name))
  const inner = propertiesOf(schema).flatMap(([name, property]) =>
    propertiesOf(property.items ?? property)
      .filter(([, part]) => widgetOf(part) === 'secret')
      .map(([part]) => `settings: "${name}.${part}" is a secret inside of something else; secrets stand at the top.`),
  )
  const lost = propertiesOf(schema).flatMap(([name, property]) =>
    Object.keys(property['x-ui']?.when ?? {})
      .filter(other => !names.includes(other))
      .map(other => `settings: "${name}" depends on "${other}", which is not there.`),
  )
  return [...bad.map(name => `settings: "${name}" should be a name of letters, digits, - and _.`), ...inner, ...lost]
}
