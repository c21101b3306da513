import type { Knex } from 'knex'
import type { Doing } from '../actions/action.ts'
import { canonicalJson, hashJson } from './canonical-json.ts'
import { appendLine } from './ledger.ts'
import type { SiteKey } from './site-key.ts'

/** A value that only the lock writes, in one of its versions. */
export interface LockedValue<Value = unknown> {
  key: string
  version: number
  value: Value
  valueHash: string
  effectiveAt: string
  createdAt: string
}

/** What lets a transaction write locked values: made by the lock for one action, and done when that has run. */
export interface Execution {
  readonly id: string
  readonly kind: 'genesis' | 'founding' | 'proposal'
  readonly action: string
  readonly payloadHash: string
  readonly proposalId?: string
}

/** What the lock needs to write. */
export interface LockWriting {
  trx: Knex.Transaction
  key: SiteKey
  now: Date
  execution: Execution
}

interface NewValue {
  key: string
  value: unknown
  /** When it begins to hold; now when left out. */
  effectiveAt?: Date
}

/** Writes the next version of a locked value, for an action whose lock was opened. Without that it throws, and the database refuses. */
export function writeLocked(
  { site, trx, execution }: Pick<Doing<unknown>, 'site' | 'trx' | 'execution'>,
  value: NewValue,
): Promise<LockedValue> {
  if (!execution) throw new Error(`The locked value ${value.key} can only be written by an action that is locked.`)
  return writeVersion({ trx, execution, key: site.lock.key, now: site.now() }, value)
}

/** Writes the next version of a locked value and its line in the ledger. */
export async function writeVersion(
  { trx, execution, key: siteKey, now }: LockWriting,
  { key, value, effectiveAt = now }: NewValue,
): Promise<LockedValue> {
  const last = await maybeLocked(trx, key)
  const published = { key, version: (last?.version ?? 0) + 1, value, valueHash: hashJson(value), effectiveAt: effectiveAt.toISOString() }
  const createdAt = now.toISOString()
  await trx('locked_values').insert({ ...published, value: canonicalJson(value), executionId: execution.id, createdAt })
  await appendLine(trx, { key: siteKey, now }, 'value', { ...published, ...decisionOf(execution) })
  return { ...published, createdAt }
}

/** How the ledger says who decided. */
export function decisionOf({ kind, proposalId, action, payloadHash }: Execution): Record<string, unknown> {
  return { by: kind, action, payloadHash, ...(proposalId && { proposal: proposalId }) }
}

/** The newest version of a locked value, whether it holds already or not. */
export async function maybeLocked<Value = unknown>(db: Knex, key: string): Promise<LockedValue<Value> | undefined> {
  const row: (Omit<LockedValue<Value>, 'value'> & { value: string }) | undefined = await db('locked_values')
    .where({ key })
    .orderBy('version', 'desc')
    .first('key', 'version', 'value', 'valueHash', 'effectiveAt', 'createdAt')
  return row && { ...row, value: JSON.parse(row.value) as Value }
}

/** All versions of a locked value, the newest first. */
export async function listLocked<Value = unknown>(db: Knex, key: string): Promise<LockedValue<Value>[]> {
  const rows: (Omit<LockedValue<Value>, 'value'> & { value: string })[] = await db('locked_values')
    .where({ key })
    .orderBy('version', 'desc')
    .select('key', 'version', 'value', 'valueHash', 'effectiveAt', 'createdAt')
  return rows.map(row => ({ ...row, value: JSON.parse(row.value) as Value }))
}
