import type { Knex } from 'knex'
import { bumpVersion } from '../config/settings-store.ts'
import { canonicalJson, hashJson } from './canonical-json.ts'
import type { SiteKey } from './site-key.ts'

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
  const last: { seq: number; hash: string } | undefined = await trx('ledger').orderBy('seq', 'desc').first('seq', 'hash')
  const content = { ...body, seq: (last?.seq ?? -1) + 1, prev: last?.hash ?? start, at: now.toISOString(), type }
  const hash = hashJson(content)
  const line = { ...content, hash, sig: key.sign(hash) }
  await trx('ledger').insert({ seq: line.seq, hash, prev: line.prev, line: canonicalJson(line) })
  await bumpVersion(trx, 'lock')
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
  readonly #key: Pick<SiteKey, 'verify'>

  /** Begins with line 0, or after the last line of an earlier check. */
  constructor(key: Pick<SiteKey, 'verify'>, { seq, hash }: LedgerHead = { seq: -1, hash: start }) {
    this.#key = key
    this.#seq = seq + 1
    this.#prev = hash
  }

  /** What is wrong with the next line, in a sentence; nothing when it follows from the one before. */
  next(line: LedgerLine): string | undefined {
    const problem = this.#problemOf(line)
    this.#seq = line.seq + 1
    this.#prev = line.hash
    return problem
  }

  /** Whether the site wrote this line as it stands, wherever it stands. */
  isGenuine({ hash, sig, ...content }: LedgerLine): boolean {
    return hashJson(content) === hash && this.#key.verify(hash, sig)
  }

  /** Number and hash of the last line. */
  get head(): LedgerHead {
    return { seq: this.#seq - 1, hash: this.#prev }
  }

  #problemOf({ hash, sig, ...content }: LedgerLine): string | undefined {
    if (content.seq !== this.#seq) return `Line ${this.#seq} of the ledger is missing.`
    if (content.prev !== this.#prev) return `Line ${content.seq} of the ledger does not follow from the line before.`
    if (hashJson(content) !== hash) return `Line ${content.seq} of the ledger was changed.`
    if (!this.#key.verify(hash, sig)) return `Line ${content.seq} of the ledger is not signed with the key of this site.`
    return undefined
  }
}
