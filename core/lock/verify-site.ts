import type { JsonWebKey } from 'node:crypto'
import { hashJson } from './canonical-json.ts'
import { type KeyChange, LedgerCheck, type LedgerHead, type LedgerLine, maybeKey } from './ledger.ts'
import { readPublicKey } from './site-key.ts'

export interface Verification {
  lines: number
  head: LedgerHead
  problems: string[]
  /** What one should know, though it holds: keys that were changed. */
  notes: string[]
}

/**
 * Checks a site from outside, as anybody can: its ledger line by line against its key, and a head that somebody kept. `read` fetches a
 * path of the site as text.
 */
export async function verifySite(read: (path: string) => Promise<string>, kept?: LedgerHead): Promise<Verification> {
  const jwk = JSON.parse(await read('/governance/key.json')) as JsonWebKey
  const key = readPublicKey(jwk)
  const problems: string[] = []
  const lines = (await read('/governance/ledger.jsonl')).split('\n').filter(line => line !== '')
  const parsed = lines.map(text => JSON.parse(text) as LedgerLine)
  const check = new LedgerCheck(maybeKey(parsed[0]?.key) ?? key)
  for (const line of parsed) {
    const problem = check.next(line) ?? whatIsWrongInside(line)
    if (problem) problems.push(problem)
    if (kept?.seq === line.seq && kept.hash !== line.hash) problems.push(`Line ${line.seq} is not the one whose hash was kept.`)
    if (problem) break
  }
  if (kept && kept.seq >= lines.length) problems.push(`The ledger ends before line ${kept.seq}, which was there once.`)
  const { keys } = check
  if (problems.length === 0 && keys.at(-1) && keys.at(-1)!.key.x !== jwk.x)
    problems.push('The ledger does not end with the key that the site shows.')
  const lost = keys.filter(({ how }) => how === 'replaced')
  for (const { seq, acknowledgedAt } of lost)
    if (!acknowledgedAt) problems.push(`Line ${seq} replaces a key that was lost, and nobody has said openly how.`)
  return { lines: lines.length, head: check.head, problems, notes: keys.slice(1).map(sayKey) }
}

function sayKey({ seq, at, how, reason, statement }: KeyChange): string {
  const day = at.slice(0, 10)
  if (how === 'changed') return `Line ${seq}, ${day}: another key, signed by the one before.${reason ? ` ${reason}` : ''}`
  return `Line ${seq}, ${day}: another key, not signed by the one before, which was lost. ${statement ?? reason ?? ''} Only a line that you kept from before (--head) shows that the past was not rewritten.`
}

function whatIsWrongInside(line: LedgerLine): string | undefined {
  if (line.type !== 'value' || hashJson(line.value) === line.valueHash) return undefined
  return `The value in line ${line.seq} does not have the hash that the line names.`
}
