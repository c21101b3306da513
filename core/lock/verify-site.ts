import type { JsonWebKey } from 'node:crypto'
import { hashJson } from './canonical-json.ts'
import { LedgerCheck, type LedgerHead, type LedgerLine } from './ledger.ts'
import { readPublicKey } from './site-key.ts'

export interface Verification {
  lines: number
  head: LedgerHead
  problems: string[]
}

/**
 * Checks a site from outside, as anybody can: its ledger line by line against its key, and a head that somebody kept. `read` fetches a
 * path of the site as text.
 */
export async function verifySite(read: (path: string) => Promise<string>, kept?: LedgerHead): Promise<Verification> {
  const key = readPublicKey(JSON.parse(await read('/governance/key.json')) as JsonWebKey)
  const check = new LedgerCheck(key)
  const problems: string[] = []
  const lines = (await read('/governance/ledger.jsonl')).split('\n').filter(line => line !== '')
  for (const text of lines) {
    const line = JSON.parse(text) as LedgerLine
    const problem = check.next(line) ?? whatIsWrongInside(line)
    if (problem) problems.push(problem)
    if (kept?.seq === line.seq && kept.hash !== line.hash) problems.push(`Line ${line.seq} is not the one whose hash was kept.`)
    if (problem) break
  }
  if (kept && kept.seq >= lines.length) problems.push(`The ledger ends before line ${kept.seq}, which was there once.`)
  return { lines: lines.length, head: check.head, problems }
}

function whatIsWrongInside(line: LedgerLine): string | undefined {
  if (line.type !== 'value' || hashJson(line.value) === line.valueHash) return undefined
  return `The value in line ${line.seq} does not have the hash that the line names.`
}
