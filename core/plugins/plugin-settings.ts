import { Ajv } from 'ajv'
import type { Knex } from 'knex'
import type { Manifest } from './manifest.ts'

/** Row of the settings table that holds what an admin has set for a plugin. */
export function settingsRow(plugin: string): string {
  return `plugin:${plugin}`
}

/** Reads what was set for a plugin and fills in the defaults of its schema. Throws when they do not fit. */
export async function pluginSettings(db: Knex, manifest: Manifest): Promise<Readonly<Record<string, unknown>>> {
  if (!manifest.settings) return Object.freeze({})
  const row: { value: string } | undefined = await db('settings')
    .where({ name: settingsRow(manifest.name) })
    .first('value')
  const values = row ? (JSON.parse(row.value) as Record<string, unknown>) : {}
  const ajv = new Ajv({ useDefaults: true, allErrors: true, strict: false })
  const check = ajv.compile(manifest.settings)
  if (check(values)) return Object.freeze(values)
  throw new Error(`The settings of the plugin do not fit plugin.json: ${ajv.errorsText(check.errors, { dataVar: 'settings' })}.`)
}
