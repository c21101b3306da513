import { FormFields } from './form-fields.ts'
import { applies, defaultsOf, type FormSchema, optionsOf, type Property, propertiesOf, widgetOf } from './form-schema.ts'

/** What a form said. */
export interface ReadForm {
  /** Typed values by property: null for a field that was left empty, absent for one that was not sent or does not apply. */
  values: Record<string, unknown>
  /** What could not be read, by the name of its field: `links.2.url`. */
  problems: Record<string, string>
  /** For lists: which row of the form each element comes from; rows that were left empty are no elements. */
  rows: Record<string, number[]>
}

export interface ReadOptions {
  /** What the names of the fields begin with, so that a setting may have any name. */
  prefix?: string
  /** What is kept now: decides whether conditional fields apply whose condition was not sent. */
  kept?: Readonly<Record<string, unknown>>
}

/** The most rows that a list may have in a form, whatever its schema says. */
export const mostRows = 200

/** Turns the text fields of a form into the typed values of its schema. Checks no rules but the types; `checkValues` does the rest. */
export function readForm(
  schema: FormSchema,
  body: Readonly<Record<string, unknown>>,
  { prefix = '', kept = {} }: ReadOptions = {},
): ReadForm {
  const form = new FormFields(body, prefix)
  const read: [string, unknown][] = propertiesOf(schema).map(([name, property]) => [name, readField(property, name, form)])
  const sent = Object.fromEntries(read.filter(([, value]) => value !== undefined))
  const now = { ...defaultsOf(schema), ...kept, ...withoutNull(sent) }
  const properties = new Map(propertiesOf(schema))
  const left = Object.keys(sent).filter(name => !applies(properties.get(name)!, now))
  for (const name of left) {
    delete sent[name]
    form.forgive(name)
  }
  for (const name of form.unknown()) form.blame(name, 'This page has no such field. Reload it and try again.')
  return { values: sent, problems: form.problems, rows: form.rows }
}

function withoutNull(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

/** Undefined when it was not sent, null when it was left empty. */
function readField(property: Property, name: string, form: FormFields): unknown {
  switch (widgetOf(property)) {
    case 'switch':
      return readSwitch(name, form)
    case 'number':
    case 'range':
      return readNumber(name, form)
    case 'select':
      return readChoice(property, name, form)
    case 'multi':
      return readChoices(property.items!, name, form)
    case 'lines':
      return readLines(name, form)
    case 'list':
      return readList(property, name, form)
    case 'object':
      return readObject(property, name, form)
    case 'secret':
      return readSecret(name, form)
    case 'json':
      return readJson(name, form)
    case 'member':
    case 'group':
      return ended(form.text(name)?.trim().replace(/^@/, '').toLowerCase())
    case 'image':
      return readImage(name, form)
    default:
      return ended(form.text(name))
  }
}

function ended(text: string | undefined): string | null | undefined {
  return text?.trim() === '' ? null : text
}

/** A switch sends "false" from its hidden twin, and "true" after it when it is on. */
function readSwitch(name: string, form: FormFields): boolean | undefined {
  const sent = form.texts(name)
  return sent.length === 0 ? undefined : sent.at(-1) === 'true'
}

function readNumber(name: string, form: FormFields): number | null | undefined {
  const text = form.text(name)?.trim()
  if (!text) return ended(text) as null | undefined
  if (/^[+-]?\d{1,15}([.,]\d{1,10})?$/.test(text)) return Number(text.replace(',', '.'))
  return form.blame(name, 'Please enter a number.')
}

function readChoice(property: Property, name: string, form: FormFields): unknown {
  const text = form.text(name)
  if (!text) return ended(text)
  const chosen = optionsOf(property)?.find(({ value }) => String(value) === text)
  return chosen ? chosen.value : form.blame(name, 'Please choose one of the options.')
}

/** The hidden twin sends an empty one, so that nothing can be chosen. */
function readChoices(items: Property, name: string, form: FormFields): unknown {
  const sent = form.texts(name)
  if (sent.length === 0) return undefined
  const options = optionsOf(items) ?? []
  const chosen = sent.filter(text => text !== '').map(text => options.find(({ value }) => String(value) === text))
  if (chosen.some(option => option === undefined)) return form.blame(name, 'Please choose among the options.')
  return [...new Set(chosen.map(option => option?.value))]
}

function readLines(name: string, form: FormFields): string[] | undefined {
  const text = form.text(name)
  if (text === undefined) return undefined
  const lines = text.split('\n').map(line => line.trim())
  return [...new Set(lines.filter(line => line !== ''))]
}

function readList(property: Property, name: string, form: FormFields): object[] | undefined {
  const sent = form.text(`${name}.rows`)
  if (sent === undefined) return undefined
  const count = /^\d{1,4}$/.test(sent) ? Number(sent) : Number.POSITIVE_INFINITY
  const most = Math.min(property.maxItems ?? mostRows, mostRows)
  // One more than allowed may stand there empty, so that the page can say so beside the list.
  if (count > most + 1) return form.blame(name, `Please use at most ${most} rows.`)
  const read = Array.from({ length: count }, (_, row) => ({ row, element: readParts(property.items!, `${name}.${row}`, form) }))
  const filled = read.filter(({ element }) => Object.values(element).some(value => value !== false))
  form.rows[name] = filled.map(({ row }) => row)
  return filled.map(({ element }) => element)
}

function readObject(property: Property, name: string, form: FormFields): object | undefined {
  const parts = readParts(property, name, form)
  return Object.keys(parts).length > 0 ? parts : undefined
}

/** The filled-in parts of an object. */
function readParts(schema: Property, name: string, form: FormFields): Record<string, unknown> {
  const parts = propertiesOf(schema).map(([part, property]) => [part, property, readField(property, `${name}.${part}`, form)] as const)
  const filled = Object.fromEntries(
    parts.filter(([, , value]) => value !== undefined && value !== null).map(([part, , value]) => [part, value]),
  )
  const now = { ...defaultsOf(schema as FormSchema), ...filled }
  return Object.fromEntries(
    parts.filter(([part, property]) => part in filled && applies(property, now)).map(([part]) => [part, filled[part]]),
  )
}

/** An empty field keeps the secret that is there; only the box beside it takes it away. */
function readSecret(name: string, form: FormFields): string | null | undefined {
  const text = form.text(name)
  const removed = form.texts(`${name}.remove`).at(-1) === 'true'
  return text ? text : removed ? null : undefined
}

function readImage(name: string, form: FormFields): string | null | undefined {
  const file = form.text(name)
  const removed = form.texts(`${name}.remove`).at(-1) === 'true'
  form.texts(`${name}.file`)
  if (removed) return null
  if (file && !/^[0-9a-f]{64}\.(webp|jpg|png|gif|avif)$/.test(file)) return form.blame(name, 'Please choose a picture from your device.')
  return ended(file)
}

function readJson(name: string, form: FormFields): unknown {
  const text = form.text(name)
  if (!text?.trim()) return ended(text)
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
  } catch {
    return form.blame(name, 'Please write JSON, such as {"name": "value"}.')
  }
}
