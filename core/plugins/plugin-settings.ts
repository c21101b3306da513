import { Ajv, type ErrorObject } from 'ajv'
import type { Knex } from 'knex'
import { invalid } from '../errors.ts'
import type { Manifest } from './manifest.ts'

export type PluginSettings = Readonly<Record<string, unknown>>

/** Row of the settings table that holds what an admin has set for a plugin. */
export function settingsRow(plugin: string): string {
  return `plugin:${plugin}`
}

/** Reads what was set for a plugin and fills in the defaults of its schema. Throws when they do not fit. */
export async function pluginSettings(db: Knex, manifest: Manifest): Promise<PluginSettings> {
  if (!manifest.settings) return Object.freeze({})
  const values = await storedSettings(db, manifest.name)
  const ajv = new Ajv({ useDefaults: true, allErrors: true, strict: false })
  const check = ajv.compile(manifest.settings)
  if (check(values)) return Object.freeze(values)
  throw new Error(`The settings of the plugin do not fit plugin.json: ${ajv.errorsText(check.errors, { dataVar: 'settings' })}.`)
}

/** What was set, without defaults. */
export async function storedSettings(db: Knex, plugin: string): Promise<Record<string, unknown>> {
  const row: { value: string } | undefined = await db('settings')
    .where({ name: settingsRow(plugin) })
    .first('value')
  return row ? (JSON.parse(row.value) as Record<string, unknown>) : {}
}

/** Values as they are to be kept, read from a form where they are text. Throws invalid, by name. */
export function checkSettings(manifest: Manifest, values: Record<string, unknown>): Record<string, unknown> {
  const schema = manifest.settings ?? {}
  const { properties = {} } = schema as { properties?: Record<string, unknown> }
  const unknown = Object.keys(values).filter(name => !Object.hasOwn(properties, name))
  if (unknown.length > 0) throw invalid(Object.fromEntries(unknown.map(name => [name, `The plugin has no setting "${name}".`])))
  const given = structuredClone(values)
  const check = new Ajv({ allErrors: true, coerceTypes: true, strict: false }).compile({ ...schema, required: [] })
  if (check(given)) return given
  throw invalid(Object.fromEntries((check.errors ?? []).map(error => [nameOf(error), `This ${error.message ?? 'cannot be used'}.`])))
}

function nameOf({ instancePath }: ErrorObject): string {
  return instancePath.split('/')[1] || 'form'
}
