import type { Knex } from 'knex'
import type { LedgerLine } from '../lock/ledger.ts'

/** What the ledger says about a proposal, in order. The lines were checked when they were read first. */
export async function linesOf(db: Knex, id: string): Promise<LedgerLine[]> {
  if (!/^[\w-]{1,36}$/.test(id)) return []
  const rows: { line: string }[] = await db('ledger').where('line', 'like', `%"proposal":"${id}"%`).orderBy('seq').select('line')
  return rows.map(({ line }) => JSON.parse(line) as LedgerLine)
}
