import type { Knex } from 'knex'

/** How many rows a query finds. */
export async function countRows(rows: Knex.QueryBuilder): Promise<number> {
  const found: { n: number | string }[] = await rows.count({ n: '*' })
  return Number(found[0]?.n ?? 0)
}
