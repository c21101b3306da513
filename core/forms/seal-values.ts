import { type FormSchema, secretsOf } from './form-schema.ts'
import { isSealed, type SecretBox } from './secret-box.ts'

type Values = Readonly<Record<string, unknown>>

/** The values as they are kept: secrets sealed. */
export function sealValues(schema: FormSchema, values: Values, box: SecretBox): Record<string, unknown> {
  return mapSecrets(schema, values, value => (typeof value === 'string' && value !== '' ? box.seal(value) : value))
}

/** The values as code uses them. Throws when a secret was sealed with another key. */
export function openValues(schema: FormSchema, values: Values, box: SecretBox): Record<string, unknown> {
  return mapSecrets(schema, values, value => (isSealed(value) ? box.open(value) : value))
}

/** A secret in the audit log: one can see that it changed, and nothing else. */
export interface MarkedSecret {
  secret: string
}

/** The values as everybody who looks after the site may read them: a mark in place of each secret, whether it is sealed or not. */
export function markValues(schema: FormSchema, values: Values, box: SecretBox): Record<string, unknown> {
  return mapSecrets(schema, values, value => {
    const text = isSealed(value) ? readable(value, box) : value
    return typeof text === 'string' && text !== '' ? ({ secret: box.mark(text) } satisfies MarkedSecret) : null
  })
}

export function isMarked(value: unknown): value is MarkedSecret {
  return typeof value === 'object' && value !== null && Object.keys(value).join() === 'secret'
}

function readable(value: Parameters<SecretBox['open']>[0], box: SecretBox): string {
  try {
    return box.open(value)
  } catch {
    return value.sealed
  }
}

function mapSecrets(schema: FormSchema, values: Values, map: (value: unknown) => unknown): Record<string, unknown> {
  const secrets = new Set(secretsOf(schema))
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, secrets.has(name) ? map(value) : value]))
}
