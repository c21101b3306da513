import type { Knex } from 'knex'
import { selectRows } from '../db/select.ts'

/** So far is counted; beyond it a page says "10,000+". */
export const countedTo = 10_000

/**
 * How many rows there are, each count stopping at {@link countedTo}, in one statement. `parts` are what follows `from`, with one
 * question mark for the id that all are about.
 */
export async function countSome<Name extends string>(
  db: Knex,
  parts: Readonly<Record<Name, string>>,
  id: string,
): Promise<Record<Name, number>> {
  const names = Object.keys(parts) as Name[]
  const counts = names.map(name => `(select count(*) from (select 1 as one from ${parts[name]} limit ${countedTo + 1}) x) as "${name}"`)
  const [row] = await selectRows<Record<Name, number | string>>(
    db,
    `select ${counts.join(', ')}`,
    names.map(() => id),
  )
  return Object.fromEntries(names.map(name => [name, Number(row?.[name] ?? 0)])) as Record<Name, number>
}
