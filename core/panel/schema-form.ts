import type { TSchema } from 'typebox'

/** A field of a form as a template draws it. */
export interface FormField {
  name: string
  label: string
  hint?: string
  widget: 'text' | 'long text' | 'number' | 'switch' | 'select'
  value: unknown
  options?: { value: string; label: string; selected: boolean }[]
  maxLength?: number
  /** Differs from the default. */
  changed: boolean
  /** The default, in words. */
  usual: string
  problem?: string
}

interface Property {
  title?: string
  description?: string
  type?: string
  default?: unknown
  maxLength?: number
  anyOf?: { const?: unknown; title?: string }[]
  enum?: unknown[]
}

/** The fields of an object's JSON Schema: title and description are what people read. Properties without a title are left out, unless told. */
export function schemaForm(
  schema: TSchema,
  values: Readonly<Record<string, unknown>>,
  problems: Readonly<Record<string, string>> = {},
  { untitled = false } = {},
): FormField[] {
  const { properties = {} } = schema as { properties?: Record<string, Property> }
  return Object.entries(properties)
    .filter(([, property]) => untitled || property.title !== undefined)
    .map(([name, property]) => fieldOf(name, property, values[name] ?? property.default, problems[name]))
}

function fieldOf(name: string, property: Property, value: unknown, problem: string | undefined): FormField {
  const options = optionsOf(property, value)
  return {
    name,
    label: property.title ?? name,
    ...(property.description && { hint: property.description }),
    widget: widgetOf(property),
    value,
    ...(options && { options }),
    ...(property.maxLength && { maxLength: property.maxLength }),
    changed: String(value ?? '') !== String(property.default ?? ''),
    usual: options?.find(option => option.value === property.default)?.label ?? String(property.default ?? ''),
    ...(problem && { problem }),
  }
}

const longText = 120

function widgetOf({ anyOf, enum: values, type, maxLength = 0 }: Property): FormField['widget'] {
  if (anyOf || values) return 'select'
  if (type === 'boolean') return 'switch'
  if (type === 'number' || type === 'integer') return 'number'
  return maxLength > longText ? 'long text' : 'text'
}

function optionsOf({ anyOf, enum: values }: Property, value: unknown): FormField['options'] {
  const options: { const?: unknown; title?: string }[] | undefined = anyOf ?? values?.map(one => ({ const: one }))
  return options?.map(option => ({
    value: String(option.const),
    label: option.title ?? String(option.const),
    selected: String(option.const) === String(value),
  }))
}
