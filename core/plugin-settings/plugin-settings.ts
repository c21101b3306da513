import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { Knex } from 'knex'
import { invalid } from '../errors.ts'
import { checkValues } from '../forms/check-values.ts'
import { openValues } from '../forms/seal-values.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { Site } from '../site.ts'

export type PluginSettings = Readonly<Record<string, unknown>>

/** Row of the settings table that holds what an admin has set for a plugin. */
export function settingsRow(plugin: string): string {
  return `plugin:${plugin}`
}

/** Reads what was set for a plugin, opens its secrets and fills in the defaults of its schema. Throws when they do not fit. */
export async function pluginSettings({ db, secrets }: Pick<Site, 'db' | 'secrets'>, manifest: Manifest): Promise<PluginSettings> {
  if (!manifest.settings) return Object.freeze({})
  const values = openValues(manifest.settings, await storedSettings(db, manifest.name), secrets)
  const ajv = new Ajv({ useDefaults: true, allErrors: true, strict: false, validateSchema: false })
  addFormats.default(ajv)
  const check = ajv.compile(manifest.settings)
  if (check(values)) return Object.freeze(values)
  throw new Error(`The settings of the plugin do not fit plugin.json: ${ajv.errorsText(check.errors, { dataVar: 'settings' })}.`)
}

/** What was set, without defaults, as it is kept: secrets are sealed. */
export async function storedSettings(db: Knex, plugin: string): Promise<Record<string, unknown>> {
  const row: { value: string } | undefined = await db('settings')
    .where({ name: settingsRow(plugin) })
    .first('value')
  return row ? (JSON.parse(row.value) as Record<string, unknown>) : {}
}

/** Values as they are to be kept, with secrets still open. `kept` are those that stay. Throws invalid, by name. */
export function checkSettings(
  manifest: Manifest,
  values: Readonly<Record<string, unknown>>,
  kept: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const checked = checkValues(manifest.settings ?? {}, values, { kept })
  if (Object.keys(checked.problems).length > 0) throw invalid(checked.problems)
  return checked.values
}
