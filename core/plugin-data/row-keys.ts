import { createHash } from 'node:crypto'
import type { CollectionDeclaration } from '../plugin-contract/contributes.ts'
import type { Where } from '../plugin-contract/plugin-handlers.ts'

export interface RowKey {
  /** Names of the fields, joined by `+`. */
  fields: string
  key: string
  uniqueKey: string | null
}

const longestKey = 250

/** By what a row is found: every beginning of every index. A row that lacks a field is not found by it. */
export function keysOf({ indexes, unique }: CollectionDeclaration, value: Record<string, unknown>): RowKey[] {
  const keys = new Map<string, RowKey>()
  for (const fields of [...indexes, ...unique]) {
    for (let length = 1; length <= fields.length; length++) {
      const some = fields.slice(0, length)
      if (some.some(field => value[field] === undefined || value[field] === null)) break
      const name = some.join('+')
      const key = keyOf(some.map(field => value[field]))
      const isUnique = unique.some(one => one.join('+') === name)
      keys.set(name, { fields: name, key, uniqueKey: isUnique ? key : null })
    }
  }
  return [...keys.values()]
}

/** The beginning of an index that has exactly these fields, in whatever order they were said. Throws when there is none. */
export function findIndex(declaration: CollectionDeclaration, where: Where, then: string[] = []): { fields: string; key: string } {
  const asked = Object.keys(where)
  const index = [...declaration.indexes, ...declaration.unique].find(
    fields =>
      fields.length >= asked.length + then.length &&
      asked.every(field => fields.indexOf(field) >= 0 && fields.indexOf(field) < asked.length) &&
      then.every((field, position) => fields[asked.length + position] === field),
  )
  if (!index) {
    const names = [...asked, ...then].map(field => `"${field}"`).join(', ')
    throw new Error(`There is no index that begins with ${names}. Add one to the collection in plugin.json.`)
  }
  const fields = index.slice(0, asked.length)
  return { fields: fields.join('+'), key: keyOf(fields.map(field => where[field])) }
}

/** The value of the last field of a key. */
export function lastOf(key: string): string {
  return key.startsWith('#') ? key : String((JSON.parse(key) as unknown[]).at(-1))
}

function keyOf(values: unknown[]): string {
  const text = JSON.stringify(values)
  return text.length <= longestKey ? text : `#${createHash('sha256').update(text).digest('hex')}`
}
