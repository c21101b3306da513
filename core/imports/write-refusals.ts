import type { Knex } from 'knex'
import { cleanLine } from '../entries/import-draft.ts'
import type { ImportBatch } from './import-batch.ts'

/** So many are listed; of the rest only the number is kept. */
const mostListed = 10_000

/** Keeps what could not be brought in, for the report. */
export async function writeRefusals(
  trx: Knex.Transaction,
  { id: batchId }: Pick<ImportBatch, 'id'>,
  refused: readonly { what: string; why: string }[],
): Promise<void> {
  if (refused.length === 0) return
  const last: { number: number } | undefined = await trx('import_refusals').where({ batchId }).orderBy('number', 'desc').first('number')
  const from = (last?.number ?? 0) + 1
  const rows = refused.slice(0, Math.max(0, mostListed - from + 1)).map(({ what, why }, index) => ({
    batchId,
    number: from + index,
    what: cleanLine(what).slice(0, 300),
    why: cleanLine(why).slice(0, 300),
  }))
  if (rows.length > 0) await trx('import_refusals').insert(rows)
}
