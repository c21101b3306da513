import type { Database } from '../db/connect.ts'

/** Takes away what guards a table of the lock, as somebody does who owns the machine. */
export async function unguard(db: Database, table: string): Promise<void> {
  const on = db.dialect === 'postgres' ? ` on ${table}` : ''
  for (const what of ['insert', 'update', 'delete']) await db.transaction(trx => trx.raw(`drop trigger ${table}_${what}${on}`))
}
