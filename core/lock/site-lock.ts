import type { JsonWebKey } from 'node:crypto'
import type { Knex } from 'knex'
import type { Config } from '../config/config-schema.ts'
import type { Database } from '../db/connect.ts'
import { auditLock, followLedger, type LockAudit } from './audit-lock.ts'
import { type Charter, presets } from './charter.ts'
import { withExecution } from './execution.ts'
import type { Founding } from './founding.ts'
import { appendLine, type KeyChange, type LedgerLine, maybeKey } from './ledger.ts'
import { type LockedValue, writeVersion } from './locked-value.ts'
import { adoptKey, hasSiteKey, missingKey, readSiteKey, type SiteKey } from './site-key.ts'

/** What of the site only its members decide, as this process knows it. Read anew after every change, and checked against the ledger. */
export interface SiteLock {
  readonly key: SiteKey
  readonly charter: Charter
  readonly founding: Founding
  /** What does not agree with the ledger, in sentences for everybody; empty when all is well. */
  readonly breach: readonly string[]
  /** Every key that signed the ledger, the oldest first. */
  readonly keys: readonly KeyChange[]
  /** Number and hash of the ledger's last line, to be kept elsewhere. */
  readonly head: { seq: number; hash: string }
  /** When all of it was last checked, in ISO 8601. */
  readonly checkedAt: string
  /** The version of a value that holds at a moment, by what the ledger vouches for: also when the table says something else. */
  valueAt<Value>(key: string, now: Date): LockedValue<Value> | undefined
  /** All versions that the ledger vouches for, the newest first. */
  versionsOf<Value>(key: string): readonly LockedValue<Value>[]
  /** Checks everything again, from the first line on. */
  check(): Promise<void>
  /** A version that was decided and does not hold yet. */
  comingAfter<Value>(key: string, now: Date): LockedValue<Value> | undefined
}

/** The lock of one process, which follows the ledger. */
export interface OpenLock {
  readonly state: SiteLock
  /** Reads what was added to the ledger; with `all`, checks everything again. */
  read(all?: boolean): Promise<void>
  /** Looks at the pages on which decided texts are shown, as they are drawn now. */
  lookAtPages(): Promise<void>
}

interface OpenLockOptions {
  db: Database
  config: Config
  now: () => Date
  /** What is wrong with the pages on which decided texts are shown. */
  wrongPages?: () => Promise<string[]>
}

/** Opens the lock: reads the key and checks everything. What is wrong is in `breach`; it never keeps the site from starting. */
export async function openLock({ db, config, now, wrongPages = async () => [] }: OpenLockOptions): Promise<OpenLock> {
  const key = await findKey(db, config)
  let audit = await auditLock(db, key)
  const check = (): Promise<void> => read(true)
  let ofPages: string[] = []
  let state = stateOf({ key, check }, audit, now())
  const settle = (): void => {
    state = stateOf({ key, check }, { ...audit, problems: [...audit.problems, ...ofPages] }, now())
  }
  async function read(all = false): Promise<void> {
    const sound = audit.problems.length === 0
    audit = all || !sound ? await auditLock(db, key) : await followLedger(db, key, audit)
    settle()
    if (all) await lookAtPages()
  }
  async function lookAtPages(): Promise<void> {
    ofPages = await wrongPages()
    settle()
  }
  return {
    read,
    lookAtPages,
    get state() {
      return state
    },
  }
}

/** A key is made for a new site only: where there is a ledger, another one would belie everything that stands in it. */
async function findKey(db: Database, config: Config): Promise<SiteKey> {
  if (config.siteKey) return readSiteKey(config)
  const rows: { line: string }[] = await db('ledger')
    .where('line', 'like', '%"type":"key.%')
    .orWhere({ seq: 0 })
    .orderBy('seq')
    .select('line')
  const last = rows.map(({ line }) => JSON.parse(line) as LedgerLine).findLast(({ key }) => maybeKey(key))?.key as JsonWebKey | undefined
  if (last) adoptKey(config.dataDir, last)
  return last && !hasSiteKey(config) ? missingKey(last) : readSiteKey(config)
}

function stateOf(own: Pick<SiteLock, 'key' | 'check'>, audit: LockAudit, now: Date): SiteLock {
  const { problems, ratified, head, keys, genesis, founded } = audit
  const versions = (name: string): LockedValue[] => ratified.get(name) ?? []
  const valueAt = <Value>(name: string, at: Date): LockedValue<Value> | undefined =>
    versions(name).findLast(one => one.effectiveAt <= at.toISOString()) as LockedValue<Value> | undefined
  return Object.freeze({
    ...own,
    charter: valueAt<Charter>('charter', now)?.value ?? presets.community,
    founding: {
      open: !founded,
      since: genesis?.at ?? now.toISOString(),
      ...(founded && { endedAt: founded.at, endedBy: String(founded.reason) }),
    },
    breach: problems,
    keys,
    head,
    checkedAt: now.toISOString(),
    valueAt,
    versionsOf: <Value>(name: string) => versions(name).toReversed() as LockedValue<Value>[],
    comingAfter: <Value>(name: string, at: Date) =>
      versions(name).find(one => one.effectiveAt > at.toISOString()) as LockedValue<Value> | undefined,
  })
}

/** Writes line 0 and the first charter, in the transaction that sets up the site. Does nothing when there is one. */
export async function beginLock(
  trx: Knex.Transaction,
  {
    key,
    now,
    preset = 'community',
    values = {},
  }: { key: SiteKey; now: Date; preset?: keyof typeof presets; values?: Record<string, unknown> },
): Promise<void> {
  if (await trx('ledger').first('seq')) return
  await appendLine(trx, { key, now }, 'genesis', { format: 'tributary-ledger/1', key: key.publicJwk })
  const first: Record<string, unknown> = { charter: presets[preset], ...values }
  await withExecution(trx, { kind: 'genesis', action: 'site.begin', input: first, now }, async execution => {
    for (const [name, value] of Object.entries(first)) await writeVersion({ trx, key, now, execution }, { key: name, value })
  })
}
