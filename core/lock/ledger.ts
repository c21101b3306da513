import type { JsonWebKey } from 'node:crypto'
import type { Knex } from 'knex'
import { bumpVersion } from '../config/settings-store.ts'
import { canonicalJson, hashJson } from './canonical-json.ts'
import { readPublicKey, type SiteKey } from './site-key.ts'

/**
 * One line of the ledger, as it is published. `hash` is the SHA-256 of the line's canonical JSON without `hash` and `sig`; `prev` the
 * hash of the line before, 64 zeros in line 0; `sig` the Ed25519 signature of the hash's bytes in base64url.
 */
export interface LedgerLine {
  seq: number
  prev: string
  at: string
  type: LineType
  hash: string
  sig: string
  [more: string]: unknown
}

export type LineType =
  | 'genesis'
  | 'key.changed'
  | 'key.replaced'
  | 'key.acknowledged'
  | 'value'
  | 'act'
  | 'founding.ended'
  | 'proposal.published'
  | 'proposal.amended'
  | 'proposal.opened'
  | 'proposal.closed'
  | 'proposal.executed'
  | 'proposal.void'
  | 'proposal.withdrawn'
  | 'proposal.undone'
  | 'emergency.begun'
  | 'emergency.ended'

/** A key with which the site signed from a line on, and how it came about. */
export interface KeyChange {
  seq: number
  at: string
  key: JsonWebKey
  /** `changed` is signed by the key before; `replaced` is not: it was lost. */
  how: 'genesis' | 'changed' | 'replaced'
  reason?: string
  /** When whoever runs the site said openly what had become of a key that was lost. */
  acknowledgedAt?: string
  statement?: string
}

/** Number and hash of the last line. */
export interface LedgerHead {
  seq: number
  hash: string
}

const start = '0'.repeat(64)

/** Adds a line at the end. What it says belongs to the transaction that does it. */
export async function appendLine(
  trx: Knex.Transaction,
  { key, now }: { key: SiteKey; now: Date },
  type: LineType,
  body: Record<string, unknown>,
): Promise<LedgerLine> {
  // First, because on PostgreSQL whoever else wants to add a line waits here.
  await bumpVersion(trx, 'lock')
  const last: { seq: number; hash: string } | undefined = await trx('ledger').orderBy('seq', 'desc').first('seq', 'hash')
  const content = { ...body, seq: (last?.seq ?? -1) + 1, prev: last?.hash ?? start, at: now.toISOString(), type }
  const hash = hashJson(content)
  const line = { ...content, hash, sig: key.sign(hash) }
  await trx('ledger').insert({ seq: line.seq, hash, prev: line.prev, line: canonicalJson(line) })
  return line
}

/** Lines in their order, from a number on. */
export async function readLedger(db: Knex, from = 0, limit = 1000): Promise<LedgerLine[]> {
  const rows: { line: string }[] = await db('ledger').where('seq', '>=', from).orderBy('seq').limit(limit).select('line')
  return rows.map(({ line }) => JSON.parse(line) as LedgerLine)
}

/** Reads every line from a number on, some at a time. */
export async function* eachLine(db: Knex, first = 0): AsyncGenerator<LedgerLine> {
  for (let from = first; ; ) {
    const lines = await readLedger(db, from)
    yield* lines
    if (lines.length < 1000) return
    from = lines.at(-1)!.seq + 1
  }
}

/** Checks lines one after the other, as anybody can who has the public key. */
export class LedgerCheck {
  #seq: number
  #prev: string
  /** Changes on the way: each key is named by a line. */
  #key: Pick<SiteKey, 'verify'>
  readonly #keys: KeyChange[] = []

  /** Begins with line 0 and the key of that line, or after the last line of an earlier check. */
  constructor(key: Pick<SiteKey, 'verify'>, { seq, hash }: LedgerHead = { seq: -1, hash: start }) {
    this.#key = key
    this.#seq = seq + 1
    this.#prev = hash
  }

  /** What is wrong with the next line, in a sentence; nothing when it follows from the one before. */
  next(line: LedgerLine): string | undefined {
    const problem = this.#problemOf(line)
    if (!problem) this.#follow(line)
    this.#seq = line.seq + 1
    this.#prev = line.hash
    return problem
  }

  /** Whether the site wrote this line as it stands, wherever it stands. */
  isGenuine({ hash, sig, ...content }: LedgerLine): boolean {
    return hashJson(content) === hash && this.#key.verify(hash, sig)
  }

  /** The keys that the lines so far name. */
  get keys(): readonly KeyChange[] {
    return this.#keys
  }

  /** Number and hash of the last line. */
  get head(): LedgerHead {
    return { seq: this.#seq - 1, hash: this.#prev }
  }

  #follow({ type, seq, at, key, reason, statement }: LedgerLine): void {
    const how = type === 'genesis' ? 'genesis' : type === 'key.changed' ? 'changed' : type === 'key.replaced' ? 'replaced' : undefined
    if (how) {
      this.#keys.push({ seq, at, key: key as JsonWebKey, how, ...(reason !== undefined && { reason: String(reason) }) })
      this.#key = readPublicKey(key as JsonWebKey)
    }
    if (type === 'key.acknowledged') Object.assign(this.#keys.at(-1) ?? {}, { acknowledgedAt: at, statement })
  }

  #problemOf({ hash, sig, ...content }: LedgerLine): string | undefined {
    if (content.seq !== this.#seq) return `Line ${this.#seq} of the ledger is missing.`
    if (content.prev !== this.#prev) return `Line ${content.seq} of the ledger does not follow from the line before.`
    if (hashJson(content) !== hash) return `Line ${content.seq} of the ledger was changed.`
    const key = content.type === 'key.replaced' ? maybeKey(content.key) : this.#key
    if (!key?.verify(hash, sig)) return `Line ${content.seq} of the ledger is not signed with the key of this site.`
    return undefined
  }
}

/** The public key that a line names, if it names one. */
export function maybeKey(jwk: unknown): Pick<SiteKey, 'verify'> | undefined {
  try {
    return readPublicKey(jwk as JsonWebKey)
  } catch {
    return undefined
  }
}
