import { defaultsOf, type FormSchema, optionsOf, type Property, propertiesOf, type Widget, widgetOf } from '../forms/form-schema.ts'
import { mostRows } from '../forms/read-form.ts'
import { markdownHtml } from './markdown.ts'

/** A field of a form as a template draws it. */
export interface FormField {
  /** Where it is in the values: `siteName`, `links.2.url`. */
  name: string
  /** Name under which it is sent: the name with the form's prefix. */
  input: string
  label: string
  hint?: string
  placeholder?: string
  widget: Widget
  /** Type of the `<input>`, for widgets that are one. */
  type?: string
  /** What stands in it. Nothing for a secret. */
  value: unknown
  options?: { value: string; label: string; selected: boolean }[]
  maxLength?: number
  min?: number
  max?: number
  step?: number | 'any'
  /** Heading that it stands under. */
  group?: string
  /** For Markdown that was typed and not saved: what it becomes. */
  previewHtml?: string
  /** For a secret and a picture: there is one. */
  isSet?: boolean
  /** Shown only when other fields have these values: what `when` says, as JSON for the script, and in words. */
  when?: string
  whenText?: string
  /** Page with more about it: its history. */
  moreUrl?: string
  /** Parts of an object. */
  fields?: FormField[]
  /** Rows of a list. */
  rows?: { number: number; row: number; fields: FormField[]; isFirst: boolean; isLast: boolean }[]
  isFull?: boolean
  /** Where it is fixed, by whoever runs the machine; then it cannot be changed. */
  fixedBy?: string
  /** Where members propose a change, when it is theirs to decide; then it cannot be changed here. */
  proposeUrl?: string
  /** Differs from the default. */
  changed: boolean
  /** The default, in words. */
  usual: string
  problem?: string
}

export interface FormOptions {
  /** What the names of the fields begin with. */
  prefix?: string
  /** What was sent when the form is shown again: the fields by their names, with the prefix. */
  typed?: Readonly<Record<string, unknown>>
  /** Also shows properties without a title. */
  untitled?: boolean
}

interface Draw {
  prefix: string
  typed?: Readonly<Record<string, unknown>>
  problems: Readonly<Record<string, string>>
}

/** The fields of an object's JSON Schema: title and description are what people read. Properties without a title are left out, unless told. */
export function schemaForm(
  schema: FormSchema,
  values: Readonly<Record<string, unknown>>,
  problems: Readonly<Record<string, string>> = {},
  { prefix = '', typed, untitled = false }: FormOptions = {},
): FormField[] {
  // A form that was not sent has no typed fields at all.
  const draw: Draw = { prefix, problems, ...(typed && Object.keys(typed).length > 0 && { typed }) }
  const shown = propertiesOf(schema).filter(([, property]) => untitled || property.title !== undefined)
  const all = { ...defaultsOf(schema), ...values }
  return shown.map(([name, property]) => fieldOf(name, property, all[name], draw, shown))
}

/** Fields under their headings, in the order in which the headings first appear. */
export function groupFields(fields: readonly FormField[]): { title: string; id: string; fields: FormField[] }[] {
  return [...Map.groupBy(fields, field => field.group ?? '')].map(([title, list]) => ({
    title,
    id: title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    fields: list,
  }))
}

/** Whether the form needs to send files. */
export function hasFiles(fields: readonly FormField[]): boolean {
  return fields.some(field => field.widget === 'image')
}

function fieldOf(name: string, property: Property, value: unknown, draw: Draw, beside: readonly [string, Property][]): FormField {
  const widget = widgetOf(property)
  const ui = property['x-ui'] ?? {}
  const hint = ui.help ?? property.description
  const problem = draw.problems[name]
  const field: FormField = {
    name,
    input: draw.prefix + name.replaceAll('.', '/'),
    label: property.title ?? name.split('.').at(-1) ?? name,
    widget,
    ...(hint && { hint }),
    ...(ui.placeholder && { placeholder: ui.placeholder }),
    ...(ui.group && { group: ui.group }),
    ...limitsOf(property, widget),
    ...(ui.when && { when: JSON.stringify(ui.when), whenText: whenText(ui.when, beside) }),
    ...(problem && { problem }),
    value: undefined,
    changed: widget !== 'secret' && JSON.stringify(value ?? '') !== JSON.stringify(property.default ?? '') && !isBlank(value, property),
    usual: words(property, property.default),
  }
  return Object.assign(field, contentOf(property, field, value, draw))
}

/** A list or object that nobody filled in is as it usually is. */
function isBlank(value: unknown, property: Property): boolean {
  return property.default === undefined && (value === undefined || value === null || (Array.isArray(value) && value.length === 0))
}

function limitsOf(property: Property, widget: Widget): Partial<FormField> {
  const { maxLength, minimum, maximum, multipleOf, type } = property
  if (widget !== 'number' && widget !== 'range') return { ...(maxLength && { maxLength }), type: widget === 'date' ? 'date' : 'text' }
  return {
    type: widget,
    step: multipleOf ?? (type === 'integer' ? 1 : 'any'),
    ...(minimum !== undefined && { min: minimum }),
    ...(maximum !== undefined && { max: maximum }),
  }
}

/** What stands in the field: what was typed, when it is shown again, else what is kept. */
function contentOf(property: Property, field: FormField, value: unknown, draw: Draw): Partial<FormField> {
  const typed = typedIn(draw, field.input)
  switch (field.widget) {
    case 'switch':
      return { value: typed === undefined ? value === true : typed.at(-1) === 'true' }
    case 'select':
      return chosen(property, typed ?? (value === undefined ? [] : [String(value)]), value)
    case 'multi':
      return chosen(property.items!, typed ?? (Array.isArray(value) ? value.map(String) : []), value)
    case 'lines':
      return { value: typed?.[0] ?? (Array.isArray(value) ? value.join('\n') : '') }
    case 'json':
      return { value: typed?.[0] ?? (value === undefined ? '' : JSON.stringify(value, null, 2)) }
    case 'markdown':
      return { value: typed?.[0] ?? value ?? '', ...(typed?.[0] && { previewHtml: markdownHtml(typed[0]) }) }
    case 'secret':
      return { value: '', isSet: value !== undefined && value !== null && value !== '' }
    case 'object':
      return { fields: partsOf(property, field.name, value, draw) }
    case 'list':
      return rowsOf(property, field, Array.isArray(value) ? value : [], draw)
    default:
      return withPicture(field, typed?.[0] ?? value ?? '')
  }
}

function withPicture({ widget }: FormField, value: unknown): Partial<FormField> {
  return widget === 'image' ? { value, isSet: value !== '' } : { value }
}

/** The texts that were sent for a field; undefined when the form was not sent, or did not have it. */
function typedIn({ typed }: Draw, input: string): string[] | undefined {
  const sent = typed && Object.hasOwn(typed, input) ? typed[input] : undefined
  return sent === undefined ? undefined : [sent].flat().map(text => (typeof text === 'object' ? '' : String(text)))
}

function chosen(property: Property, values: readonly string[], value: unknown): Partial<FormField> {
  const options = (optionsOf(property) ?? []).map(option => {
    const text = String(option.value)
    return { value: text, label: option.label, selected: values.includes(text) }
  })
  return { value, options }
}

function partsOf(schema: Property, name: string, value: unknown, draw: Draw): FormField[] {
  const values = { ...defaultsOf(schema as FormSchema), ...(value as Record<string, unknown> | undefined) }
  const parts = propertiesOf(schema)
  const beside = parts.map(([part, property]): [string, Property] => [`${name}.${part}`, property])
  return parts.map(([part, property]) => fieldOf(`${name}.${part}`, property, values[part], draw, beside))
}

function rowsOf(property: Property, field: FormField, values: readonly unknown[], draw: Draw): Partial<FormField> {
  const sent = Number(typedIn(draw, `${field.input}/rows`)?.[0] ?? Number.NaN)
  const count = Number.isInteger(sent) && sent >= 0 ? Math.min(sent, mostRows) : values.length
  const rows = Array.from({ length: count }, (_, row) => ({
    row,
    number: row + 1,
    fields: partsOf(property.items!, `${field.name}.${row}`, values[row], draw),
    isFirst: row === 0,
    isLast: row === count - 1,
  }))
  return { value: count, rows, isFull: count >= Math.min(property.maxItems ?? mostRows, mostRows) }
}

/** A default in words. */
function words(property: Property, value: unknown): string {
  if (value === undefined || value === null) return ''
  const options = optionsOf(property) ?? (property.items && optionsOf(property.items))
  if (Array.isArray(value)) return value.every(one => typeof one !== 'object') ? value.map(one => labelOf(options, one)).join(', ') : ''
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return typeof value === 'object' ? '' : labelOf(options, value)
}

function labelOf(options: { value: unknown; label: string }[] | undefined, value: unknown): string {
  return options?.find(option => option.value === value)?.label ?? String(value)
}

/** `Only when “Who may sign up” is “Everybody” or “Nobody”.` */
function whenText(when: Record<string, unknown>, beside: readonly [string, Property][]): string {
  const conditions = Object.entries(when).map(([name, value]) => {
    const property = beside.find(([other]) => other === name || other.endsWith(`.${name}`))?.[1] ?? {}
    const values = [value].flat().map(one => `“${words(property, one)}”`)
    return `“${property.title ?? name}” is ${values.join(' or ')}`
  })
  return `Only when ${conditions.join(' and ')}.`
}
