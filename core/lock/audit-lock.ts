import type { Knex } from 'knex'
import type { Database } from '../db/connect.ts'
import { hashJson } from './canonical-json.ts'
import { eachLine, type KeyChange, LedgerCheck, type LedgerLine, maybeKey, readLedger } from './ledger.ts'
import type { LockedValue } from './locked-value.ts'
import { readPublicKey, type SiteKey } from './site-key.ts'

/** What the ledger says, line by line, and what does not agree with it. */
export interface LockAudit {
  /** Each a sentence that may be shown to anybody. */
  problems: string[]
  /** By key, the versions that the ledger vouches for, oldest first. */
  ratified: ReadonlyMap<string, LockedValue[]>
  head: { seq: number; hash: string }
  /** The first line; none before the site was set up. */
  genesis?: LedgerLine
  /** Every key that the site signed with, the oldest first. */
  keys: readonly KeyChange[]
  /** The line with which founding ended. */
  founded?: LedgerLine
}

const mostProblems = 20

/** Checks the chain, its signatures, every locked value and the triggers that guard them. Reads all of it; changes nothing. */
export async function auditLock(db: Database, key: SiteKey): Promise<LockAudit> {
  const read = await readByItsKeys(db, key)
  const problems = [...read.problems, ...keyProblems(read, key), ...(await compareValues(db, read.ratified)), ...(await tryTriggers(db))]
  return { ...read, problems }
}

/** The key of line 0 signs, until a line names another one. Where that does not lead to the site's own key, only what that signed counts. */
async function readByItsKeys(db: Database, key: SiteKey): Promise<LockAudit> {
  const [first] = await readLedger(db, 0, 1)
  const read = await followLedger(db, maybeKey(first?.key) ?? key)
  const last = read.keys.at(-1)
  if (!last || last.key.x === key.publicJwk.x) return read
  const own = await followLedger(db, key)
  return { ...own, keys: read.keys, problems: [] }
}

/** What there is to be said about the keys themselves. */
function keyProblems({ keys, problems }: LockAudit, { isMissing, publicJwk }: SiteKey): string[] {
  const last = keys.at(-1)
  if (isMissing)
    return ['The key with which this site signs what was decided is missing. Until it is back, or openly replaced, nothing can be decided.']
  if (last && last.key.x !== publicJwk.x) return ['The ledger does not end with the key of this site.']
  const lost = problems.length === 0 ? keys.find(({ how, acknowledgedAt }) => how === 'replaced' && !acknowledgedAt) : undefined
  if (!lost) return []
  return [
    `On ${lost.at.slice(0, 10)} the key of this site was replaced without the signature of the one before, which was lost (line ${lost.seq} of the ledger). Whoever kept a line from before that can check that the past is as it was.`,
  ]
}

/** Reads the lines that came after an audit that found nothing wrong: what is kept from there is not checked again. */
export async function followLedger(db: Database, first: Pick<SiteKey, 'verify'>, before?: LockAudit): Promise<LockAudit> {
  const known = before?.keys ?? []
  const last = known.at(-1)
  const check = new LedgerCheck(last ? readPublicKey(last.key) : first, before?.head)
  const ratified = new Map([...(before?.ratified ?? [])].map(([name, versions]) => [name, [...versions]]))
  let { genesis, founded } = before ?? {}
  const problems: string[] = []
  let read = 0
  for await (const line of eachLine(db, check.head.seq + 1)) {
    // Checking a signature takes a tenth of a millisecond: let others have their turn.
    if (++read % 50 === 0) await new Promise(resolve => setImmediate(resolve))
    const problem = check.next(line)
    if (problem && problems.length < mostProblems) problems.push(problem)
    // What the site itself wrote counts wherever it stands.
    if (problem && !check.isGenuine(line)) continue
    if (line.type === 'genesis') genesis = line
    if (line.type === 'founding.ended') founded = line
    if (line.type === 'value') ratify(ratified, line)
  }
  return { problems, ratified, head: check.head, keys: [...known, ...check.keys], ...(genesis && { genesis }), ...(founded && { founded }) }
}

function ratify(ratified: Map<string, LockedValue[]>, line: LedgerLine): void {
  const { key, version, value, valueHash, effectiveAt } = line as unknown as LockedValue
  const versions = ratified.get(key) ?? []
  versions.push({ key, version, value, valueHash, effectiveAt, createdAt: line.at })
  ratified.set(key, versions)
}

async function compareValues(db: Knex, ratified: ReadonlyMap<string, LockedValue[]>): Promise<string[]> {
  const rows: { key: string; version: number; value: string; valueHash: string; effectiveAt: string }[] = await db('locked_values').select(
    'key',
    'version',
    'value',
    'valueHash',
    'effectiveAt',
  )
  const problems: string[] = []
  const found = new Set<string>()
  for (const { key, version, value, valueHash, effectiveAt } of rows) {
    const vouched = ratified.get(key)?.find(one => one.version === version)
    found.add(`${key} ${version}`)
    if (!vouched) problems.push(`Version ${version} of ${nameOf(key)} stands in no line of the ledger.`)
    else if (vouched.valueHash !== valueHash || vouched.effectiveAt !== effectiveAt || hashOf(value) !== valueHash)
      problems.push(`Version ${version} of ${nameOf(key)} is not what was decided.`)
  }
  for (const { key, version } of [...ratified.values()].flat())
    if (!found.has(`${key} ${version}`)) problems.push(`Version ${version} of ${nameOf(key)} was decided and is missing.`)
  return problems
}

function hashOf(text: string): string {
  try {
    return hashJson(JSON.parse(text))
  } catch {
    return ''
  }
}

function nameOf(key: string): string {
  return key === 'charter' ? 'the charter' : key.startsWith('policies.') ? `the policy “${key.slice(9)}”` : key
}

const zeros = '0'.repeat(64)

/** By table, what nobody may do: change a row, and bring in a forged one. */
const forgeries = {
  ledger: {
    update: `line = line || ' '`,
    insert: `(seq, hash, prev, line) values (1000000000, '${zeros}', '${zeros}', '{}')`,
  },
  lock_executions: {
    update: `state = 'executing'`,
    insert: `(id, kind, action, payload_hash, state, created_at) values ('forged', 'forged', 'forged', '${zeros}', 'done', '')`,
  },
  locked_values: {
    update: `value = value || ' '`,
    insert: `(key, version, value, value_hash, execution_id, effective_at, created_at) values ('forged', 1, '{}', '${zeros}', 'forged', '', '')`,
  },
}

/** Tries to write past the lock, in a transaction that is always taken back: what guards the tables must refuse all of it. */
async function tryTriggers(db: Database): Promise<string[]> {
  const open: string[] = []
  const back = new Error('taken back')
  try {
    await db.transaction(async trx => {
      for (const [table, { update, insert }] of Object.entries(forgeries)) {
        // What guards rows has nothing to refuse where there are none.
        const isEmpty = (await trx(table).first('*')) === undefined
        const statements = [`insert into ${table} ${insert}`, ...(isEmpty ? [] : [`update ${table} set ${update}`, `delete from ${table}`])]
        for (const statement of statements)
          if (await succeeds(trx, statement)) open.push(`Nothing guards the table ${table} against ${statement.split(' ')[0]}.`)
      }
      throw back
    })
  } catch (error) {
    if (error !== back) throw error
  }
  return open
}

async function succeeds(trx: Knex.Transaction, statement: string): Promise<boolean> {
  try {
    await trx.transaction(inner => inner.raw(statement))
    return true
  } catch {
    return false
  }
}
