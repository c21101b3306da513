import type { Knex } from 'knex'
import { readInput } from '../http/schema.ts'
import type { Config } from './config-schema.ts'
import { type SettingName, type Settings, settingsSchema } from './settings.ts'

/** The settings as they hold: what is kept in the table, and above it what the configuration fixes. */
export async function presentSettings(db: Knex, { settings }: Pick<Config, 'settings'>): Promise<Settings> {
  return Object.freeze({ ...(await loadSettings(db)), ...settings })
}

/** Reads the settings that differ from their defaults and fills in the rest. Some may be fixed to something else: `presentSettings`. */
export async function loadSettings(db: Knex): Promise<Settings> {
  const rows: { name: string; value: string }[] = await db('settings').select('name', 'value')
  return Object.freeze(readInput(settingsSchema, Object.fromEntries(rows.map(row => [row.name, JSON.parse(row.value)]))))
}

/** Writes one setting and tells other processes that settings changed. */
export async function writeSetting<Name extends SettingName>(
  trx: Knex.Transaction,
  name: Name,
  value: Settings[Name],
  by: string | undefined,
  now: Date,
): Promise<void> {
  const row = { name, value: JSON.stringify(value), updatedAt: now.toISOString(), updatedBy: by ?? null }
  await trx('settings').insert(row).onConflict('name').merge()
  await bumpVersion(trx, 'settings')
}

/** Other processes look at these counters every second. */
export async function bumpVersion(
  trx: Knex.Transaction,
  name: 'settings' | 'plugins' | 'roles' | 'themes' | 'board' | 'lock',
): Promise<void> {
  const changed = await trx('versions').where({ name }).increment('version', 1)
  if (changed === 0) await trx('versions').insert({ name, version: 1 })
}
