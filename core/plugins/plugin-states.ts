import type { Knex } from 'knex'

/** What is kept about a plugin while it is not running. A plugin without a row is on and has no problem. */
export interface PluginState {
  name: string
  disabledAt: string | null
  /** Why it did not start the last time. */
  problem: string | null
}

export async function readPluginStates(db: Knex): Promise<Map<string, PluginState>> {
  const rows: PluginState[] = await db('plugin_states').select('name', 'disabledAt', 'problem')
  return new Map(rows.map(row => [row.name, row]))
}

export async function writePluginState(trx: Knex.Transaction, change: Partial<PluginState> & { name: string }, now: Date): Promise<void> {
  const row = { ...change, updatedAt: now.toISOString() }
  await trx('plugin_states').insert(row).onConflict('name').merge()
}

/** What switching a plugin on or off is about, for the audit log. */
export async function lookAtPlugin(trx: Knex.Transaction, name: string): Promise<Record<string, unknown>> {
  const state = (await readPluginStates(trx)).get(name)
  return { [`plugins.${name}.state`]: state?.disabledAt ? 'disabled' : 'enabled', [`plugins.${name}.problem`]: state?.problem ?? null }
}
