import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { Static, TSchema } from 'typebox'
import { invalid } from '../errors.ts'

// Forms send text, so numbers are read from text and one value stands for a list of one. What no schema names is left out.
// Schemas are ours, or were checked with the manifest they stand in.
const ajv = new Ajv({
  allErrors: true,
  useDefaults: true,
  coerceTypes: 'array',
  removeAdditional: 'all',
  strict: false,
  verbose: true,
  validateSchema: false,
})
addFormats.default(ajv)

const compiled = new WeakMap<TSchema, ValidateFunction>()

/** Turns unknown input into the typed value of the schema. Throws `invalid` with a sentence per field. */
export function readInput<Schema extends TSchema>(schema: Schema, input: Record<string, unknown>): Static<Schema> {
  let check = compiled.get(schema)
  if (!check) {
    check = ajv.compile(schema)
    compiled.set(schema, check)
  }
  const value = withoutEmpty(input)
  if (check(value)) return value as Static<Schema>
  throw invalid(problemsOf(check.errors ?? []))
}

/** An empty field of a form was left out, so that optional things can be. */
function withoutEmpty(input: Record<string, unknown>): Record<string, unknown> {
  const given = Object.entries(input).map(([name, value]) => [name, withoutNul(value)] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== '' && value !== undefined))
}

/** A character that nobody types and PostgreSQL cannot keep. */
function withoutNul(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '')
  return Array.isArray(value) ? value.map(withoutNul) : value
}

function problemsOf(errors: ErrorObject[]): Record<string, string> {
  const problems: Record<string, string> = {}
  for (const error of errors) {
    const field = error.keyword === 'required' ? String(error.params.missingProperty) : (error.instancePath.split('/')[1] ?? 'form')
    problems[field] ??= sentenceFor(error)
  }
  return problems
}

/** What is wrong, in plain words for whoever filled in the form. */
export function sentenceFor(error: ErrorObject): string {
  const own = (error.parentSchema as { problem?: string } | undefined)?.problem
  if (own && error.keyword !== 'required') return own
  const { limit, format, type } = error.params as { limit?: number; format?: string; type?: unknown }
  switch (error.keyword) {
    case 'required':
      return 'Please fill this in.'
    case 'minLength':
      return limit === 1 ? 'Please fill this in.' : `Please use at least ${limit} characters.`
    case 'maxLength':
      return `Please use at most ${limit} characters.`
    case 'minimum':
      return `Please enter ${limit} or more.`
    case 'maximum':
      return `Please enter ${limit} or less.`
    case 'exclusiveMinimum':
      return `Please enter more than ${limit}.`
    case 'exclusiveMaximum':
      return `Please enter less than ${limit}.`
    case 'multipleOf':
      return `Please enter a multiple of ${error.params.multipleOf}.`
    case 'minItems':
      return limit === 1 ? 'Please add at least one.' : `Please add at least ${limit}.`
    case 'maxItems':
      return `Please use at most ${limit}.`
    case 'uniqueItems':
      return 'Please name each only once.'
    case 'type':
      return typeSentence([type].flat().join())
    case 'pattern':
      return 'This is not in the right form.'
    case 'format':
      return formats[format ?? ''] ?? 'This is not in the right form.'
    case 'enum':
    case 'const':
    case 'anyOf':
    case 'oneOf':
      return 'Please choose one of the options.'
    default:
      return `This ${error.message}.`
  }
}

const formats: Record<string, string> = {
  email: 'This does not look like an e-mail address.',
  uri: 'This does not look like an address such as https://example.org.',
  date: 'Please enter a date such as 2026-01-31.',
}

function typeSentence(type: string): string {
  if (type === 'integer') return 'Please enter a whole number.'
  if (type === 'number') return 'Please enter a number.'
  return type === 'boolean' ? 'Please choose yes or no.' : 'This is not in the right form.'
}
