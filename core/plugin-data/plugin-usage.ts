import type { Knex } from 'knex'
import { conflict } from '../errors.ts'

/** Characters that one plugin may keep. */
const mostCharacters = 100_000_000

/** Notes what a plugin keeps more or less than before, in the transaction of the change. Throws conflict when it is too much. */
export async function spendSpace(trx: Knex.Transaction, plugin: string, rows: number, characters: number): Promise<void> {
  if (rows === 0 && characters === 0) return
  const change = { rows: trx.raw('plugin_usage.rows + ?', [rows]), bytes: trx.raw('plugin_usage.bytes + ?', [characters]) }
  await trx('plugin_usage').insert({ plugin, rows, bytes: characters }).onConflict('plugin').merge(change)
  if (characters <= 0) return
  const row: { bytes: number | string } | undefined = await trx('plugin_usage').where({ plugin }).first('bytes')
  if (Number(row?.bytes ?? 0) > mostCharacters)
    throw conflict(`The plugin "${plugin}" keeps as much as it may. Remove some of its data first.`)
}

/** How much a plugin keeps. */
export async function readUsage(db: Knex, plugin: string): Promise<{ rows: number; characters: number }> {
  const row: { rows: number; bytes: number | string } | undefined = await db('plugin_usage').where({ plugin }).first('rows', 'bytes')
  return { rows: Number(row?.rows ?? 0), characters: Number(row?.bytes ?? 0) }
}
