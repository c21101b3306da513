import { invalid } from '../errors.ts'

/** Reads an argument of the command line that is a JSON object. Throws invalid with an example. */
export function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw invalid({ input: `The input should be a JSON object, such as '{"key":"siteName","value":"The Delta"}', but is ${text}` })
}
