import type { Knex } from 'knex'

/** What is kept about a plugin while it is not running. A plugin without a row is on and has no problem. */
export interface PluginState {
  name: string
  disabledAt: string | null
  /** When the site switched it off, because it failed too often. */
  quarantinedAt: string | null
  /** Why it did not start the last time, or why it was switched off. */
  problem: string | null
}

/** Somebody, or the site itself, switched it off. */
export function isOff({ disabledAt, quarantinedAt }: PluginState): boolean {
  return disabledAt !== null || quarantinedAt !== null
}

export async function readPluginStates(db: Knex): Promise<Map<string, PluginState>> {
  const rows: PluginState[] = await db('plugin_states').select('name', 'disabledAt', 'quarantinedAt', 'problem')
  return new Map(rows.map(row => [row.name, row]))
}

export async function writePluginState(trx: Knex.Transaction, change: Partial<PluginState> & { name: string }, now: Date): Promise<void> {
  const row = { ...change, updatedAt: now.toISOString() }
  await trx('plugin_states').insert(row).onConflict('name').merge()
}

/** What switching a plugin on or off is about, for the audit log. */
export async function lookAtPlugin(trx: Knex.Transaction, name: string): Promise<Record<string, unknown>> {
  const state = (await readPluginStates(trx)).get(name)
  const word = state?.disabledAt ? 'disabled' : state?.quarantinedAt ? 'quarantined' : 'enabled'
  return { [`plugins.${name}.state`]: word, [`plugins.${name}.problem`]: state?.problem ?? null }
}
