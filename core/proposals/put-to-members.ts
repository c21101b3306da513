import type { Knex } from 'knex'
import { hashOptions } from '../ballots/ballot.ts'
import { newId } from '../db/new-id.ts'
import { appendLine } from '../lock/ledger.ts'
import type { Site } from '../site.ts'
import { followStep } from './follow-step.ts'
import { payloadHashOf } from './payload.ts'
import type { ForMembers } from './read-proposed.ts'

interface Put extends ForMembers {
  title: string
  action: string
  /** Nobody where the site itself has to ask. */
  proposedBy: string | null
  /** Ids of the members who can vote. */
  electors: readonly string[]
  /** When the discussion ends, or it happens by silence. */
  dueAt: string
}

/** Writes a proposal with its electorate and its line in the ledger: from here on who can vote, by which rules, and about what stands fast. Returns its id. */
export async function putToMembers(site: Site, trx: Knex.Transaction, { electors, ...put }: Put): Promise<string> {
  const { title, action, input, options, changes, rulesClass, rules, decides, method, seats, proposedBy, dueAt } = put
  const [id, now, payloadHash] = [newId(), site.now(), payloadHashOf(put)]
  await trx('proposals').insert({
    ...{ id, title, action, payloadHash, rulesClass, decides, method, seats, proposedBy, electors: electors.length, dueAt },
    input: JSON.stringify(input),
    options: options.length === 0 ? null : JSON.stringify(options),
    changes: JSON.stringify(changes),
    rules: JSON.stringify(rules),
    state: 'published',
    publishedAt: now.toISOString(),
  })
  const roll = electors.map(memberId => ({ proposalId: id, memberId }))
  for (let start = 0; start < roll.length; start += 400) await trx('proposal_electors').insert(roll.slice(start, start + 400))
  const line = { proposal: id, action, payloadHash, rulesClass, rules, decides, electors: electors.length }
  const howElse = method === 'yes-no' ? {} : { method, seats, options: hashOptions(options) }
  await appendLine(trx, { key: site.lock.key, now }, 'proposal.published', { ...line, ...howElse })
  await followStep(site, trx, id, 'published')
  return id
}
