import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'

const shortest = 8
const longest = 10
const triesPerLength = 3
// Nobody wants one of these in the address of what they wrote.
const unlucky = /dea|bad|bee|bab|fee|666/

/** Short ids for new entries: random hex digits that no entry has yet. */
export async function newShortIds(trx: Knex, count: number): Promise<string[]> {
  const ids = new Set<string>()
  for (let length = shortest; length <= longest; length++) {
    for (let attempt = 0; attempt < triesPerLength; attempt++) {
      const fresh = randomIds(count - ids.size, length)
      const taken: { shortId: string }[] = await trx('entries').whereIn('shortId', fresh).select('shortId')
      const known = new Set(taken.map(row => row.shortId))
      for (const id of fresh) if (!known.has(id)) ids.add(id)
      if (ids.size === count) return [...ids]
    }
  }
  throw new Error(`There are no ${count} short ids of ${longest} digits left.`)
}

function randomIds(count: number, length: number): string[] {
  return Array.from({ length: count }, () => randomId(length))
}

function randomId(length: number): string {
  for (;;) {
    const id = randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length)
    if (!unlucky.test(id)) return id
  }
}
