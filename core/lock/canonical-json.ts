import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** A JSON value as the one text that RFC 8785 gives it: keys sorted, no spaces. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('This is not a JSON value.')
  return text
}

/** SHA-256 of a JSON value's canonical text, in hex. */
export function hashJson(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}
