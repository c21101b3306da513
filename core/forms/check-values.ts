import { Ajv, type ErrorObject } from 'ajv'
import addFormats from 'ajv-formats'
import { sentenceFor } from '../http/schema.ts'
import { applies, defaultsOf, type FormSchema, propertiesOf } from './form-schema.ts'

export interface Checked {
  /** The values as they are to be kept: numbers in text are numbers now. What does not apply is left out. */
  values: Record<string, unknown>
  /** What is wrong, by the name of its field: `links.2.url`. */
  problems: Record<string, string>
}

/**
 * Checks values against their JSON Schema, whoever they come from: a form, the command line, a file. `kept` are the values that
 * stay as they are; together they have to fit. A property without a name in the schema is a problem. `rows` is what `readForm` said.
 */
export function checkValues(
  schema: FormSchema,
  given: Readonly<Record<string, unknown>>,
  { kept = {}, rows = {} }: { kept?: Readonly<Record<string, unknown>>; rows?: Readonly<Record<string, number[]>> } = {},
): Checked {
  const known = new Map(propertiesOf(schema))
  const problems: Record<string, string> = {}
  for (const name of Object.keys(given)) if (!known.has(name)) problems[name] = `There is no setting "${name}".`
  const now = { ...defaultsOf(schema), ...kept, ...given }
  const names = Object.keys(given).filter(name => known.has(name) && applies(known.get(name)!, now))
  const values = structuredClone(Object.fromEntries(names.map(name => [name, given[name]])))

  const ajv = new Ajv({ allErrors: true, coerceTypes: true, strict: false, ownProperties: true, verbose: true, validateSchema: false })
  addFormats.default(ajv)
  const check = ajv.compile({ ...schema, required: [], properties: Object.fromEntries(known) })
  if (!check(values)) {
    for (const error of check.errors ?? []) problems[fieldOf(error, rows)] ??= sentenceFor(error)
  }
  return { values, problems }
}

/** `/links/1/url` is the field `links.2.url` when the form's second row was left empty. */
function fieldOf(error: ErrorObject, rows: Readonly<Record<string, number[]>>): string {
  const missing = error.keyword === 'required' ? [String(error.params.missingProperty)] : []
  const [list = '', index, ...rest] = [...error.instancePath.split('/').slice(1), ...missing]
  const row = index === undefined ? undefined : (rows[list]?.[Number(index)] ?? index)
  return [list, row, ...rest].filter(part => part !== undefined && part !== '').join('.') || 'form'
}
