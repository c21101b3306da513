/** A value from an archive: nothing about it is known. */
export type Json = Record<string, unknown>

/** The object in a JSON text, or undefined when it is none. */
export function parseObject(text: string): Json | undefined {
  try {
    return objectOf(JSON.parse(text))
  } catch {
    return undefined
  }
}

export function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
}

/** The objects of a list; of a single object, that one. */
export function objectsOf(value: unknown): Json[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.map(objectOf).filter(one => one !== undefined)
}

/** The texts of a list; of a single text, that one. */
export function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter(one => typeof one === 'string')
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
