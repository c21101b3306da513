import { invalid } from '../errors.ts'
import { readForm } from '../forms/read-form.ts'
import { type FormField, schemaForm } from '../panel/schema-form.ts'
import type { Registry } from '../plugins/registry.ts'

const prefix = 'insert-'

/** What members can put into an entry, for the share box. */
export function listInserts(registry: Registry): { name: string; title: string; url: string }[] {
  return [...registry.inserts].map(([name, { declared }]) => ({
    name,
    title: declared.title,
    url: `/entries?${new URLSearchParams({ insert: name })}`,
  }))
}

/** The fields of an insert, with what was typed and what was wrong with it. */
export function insertForm(
  registry: Registry,
  name: string,
  typed: Readonly<Record<string, unknown>>,
  problems: Readonly<Record<string, string>> = {},
): { name: string; title: string; fields: FormField[] } | undefined {
  const known = registry.inserts.get(name)
  if (!known) return undefined
  const { title, form } = known.declared
  const own = Object.entries(problems).filter(([field]) => field.startsWith(prefix))
  const bare = Object.fromEntries(own.map(([field, problem]) => [field.slice(prefix.length), problem]))
  const options = { prefix, untitled: true, ...(own.length > 0 && { typed }) }
  return { name, title, fields: schemaForm(form, {}, bare, options) }
}

/** What was filled in. Throws invalid, by field, when it cannot be read. */
export function readInsert(registry: Registry, name: string, body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = registry.inserts.get(name)
  if (!known) return {}
  const { values, problems } = readForm(known.declared.form, body, { prefix })
  const named = Object.entries(problems).map(([field, problem]) => [prefix + field, problem])
  if (named.length > 0) throw invalid(Object.fromEntries(named))
  return values
}
