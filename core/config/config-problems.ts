import { isVariable, nameOrigin } from './name-origin.ts'

/** The part of JSON Schema that options are described with. */
export interface OptionSchema {
  type?: string
  env?: string
  description?: string
  /** The value is never shown. */
  secret?: boolean
  /** What a value should be, where the schema alone does not say it well. */
  expected?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  anyOf?: { const: string }[]
  properties?: Record<string, OptionSchema>
}

/** An option that ajv refused. */
export interface Refusal {
  instancePath: string
  keyword: string
  params: Record<string, unknown>
  parentSchema?: object
}

/** Where the values came from: a variable, or a file, by the path in the file. */
export type Origins = ReadonlyMap<string, string>

/** Sentences for what is wrong with the values, one for each option. */
export function listProblems(refusals: Refusal[], schema: OptionSchema, values: unknown, origins: Origins, root: string): string[] {
  const problems = new Map<string, string>()
  for (const { instancePath, keyword, params } of refusals) {
    if (keyword === 'additionalProperties') {
      const path = `${instancePath}/${params.additionalProperty}`
      problems.set(path, `${nameOf(path, origins, root)} is not an option. config/example.json lists them all.`)
    } else {
      const path = instancePath
        .split('/')
        .filter(part => !/^\d+$/.test(part))
        .join('/')
      problems.set(path, wrong(nameOf(path, origins, root), schemaAt(schema, path), valueAt(values, path)))
    }
  }
  return [...problems.values()]
}

/** What an option should be and what it is. */
export function wrong(name: string, schema: OptionSchema | undefined, found: unknown): string {
  return `${name} should be ${expectation(schema)}, but is ${withoutPasswords(JSON.stringify(found))}.`
}

/** What is wrong with an address ends up in logs, its password must not. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/(:\/\/[^:@/\s"]*):[^@\s"]*@/g, '$1:…@')
}

function expectation(schema: OptionSchema | undefined): string {
  if (!schema) return 'an object'
  if (schema.expected) return schema.expected
  if (schema.anyOf) return `one of ${schema.anyOf.map(option => option.const).join(', ')}`
  if (schema.type === 'array') return 'a list of texts'
  if (schema.type === 'string') return expectedText(schema)
  if (schema.type === 'boolean') return 'true or false'
  if (schema.type !== 'integer') return 'an object'
  if (schema.minimum === undefined) return 'a whole number'
  return schema.maximum === undefined
    ? `a whole number, ${schema.minimum} or more`
    : `a whole number from ${schema.minimum} to ${schema.maximum}`
}

function expectedText({ minLength = 0, maxLength }: OptionSchema): string {
  return maxLength === undefined ? 'a text' : `a text of ${minLength} to ${maxLength} characters`
}

/** `PORT`, or `config/site.json: "http.port"`. */
function nameOf(path: string, origins: Origins, root: string): string {
  const origin = origins.get(path) ?? [...origins].find(([known]) => known.startsWith(`${path}/`))?.[1]
  const key = `"${path.slice(1).replaceAll('/', '.')}"`
  if (origin === undefined) return key
  return isVariable(origin) ? origin : `${nameOrigin(origin, root)}: ${key}`
}

function schemaAt(schema: OptionSchema, path: string): OptionSchema | undefined {
  return parts(path).reduce<OptionSchema | undefined>((inner, part) => inner?.properties?.[part], schema)
}

function valueAt(values: unknown, path: string): unknown {
  return parts(path).reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], values)
}

function parts(path: string): string[] {
  return path.split('/').filter(part => part !== '')
}
