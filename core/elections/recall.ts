import type { Knex } from 'knex'
import { smallClub } from '../lock/electorate.ts'
import { tidyHandle } from '../members/handle.ts'

/** The member from whom a proposal would take a role, if it is one. */
export async function concernedBy(
  db: Knex,
  { action, input }: { action: string; input: Readonly<Record<string, unknown>> },
): Promise<string | undefined> {
  if (action !== 'member.role' || input.role !== 'member') return undefined
  const row: { id: string } | undefined = await db('feeds')
    .where({ handle: tidyHandle(String(input.handle)), kind: 'member' })
    .first('id')
  return row?.id
}

/**
 * Who votes about it. Where so few can vote that all must agree, nobody can keep a role by their own no: the member whom a recall is about is
 * left out, as long as at least three others are there to agree.
 */
export function whoVotes(electors: readonly string[], concerned: string | undefined): readonly string[] {
  const others = electors.filter(id => id !== concerned)
  return electors.length < smallClub && others.length >= 3 ? others : electors
}
