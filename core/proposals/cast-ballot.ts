import { randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import type { Ballot } from '../ballots/ballot.ts'
import { readChoice } from '../ballots/read-choice.ts'
import { conflict, forbidden } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import type { Site } from '../site.ts'
import { findProposal } from './proposal.ts'

export const castBallotInput = Type.Object({
  proposalId: Type.String({ maxLength: 36 }),
  /** `yes`, `no` or `abstain`; of a ranked vote `abstain` alone. */
  choice: Type.Optional(Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Literal('abstain')])),
  /** Of a ranked vote: places by option, the smallest first. What has none comes last. */
  ranks: Type.Optional(
    Type.Record(Type.String({ pattern: '^(\\d{1,2}|keep)$' }), Type.Integer({ minimum: 1, maximum: 99 }), { additionalProperties: false }),
  ),
  /** Of an election or a question: the options that one approves of, none or all of them. */
  approves: Type.Optional(Type.Array(Type.String({ maxLength: 2 }), { maxItems: 60 })),
})
export type CastBallotInput = Static<typeof castBallotInput>

/** Votes, or votes anew: the last ballot counts. Returns the tag under which it will stand in the published list. */
export async function castBallot(site: Site, actor: Actor, given: CastBallotInput): Promise<{ tag: string }> {
  const { proposalId, ...filledIn } = readInput(castBallotInput, given)
  if (!isMember(actor)) throw forbidden('Only members vote.')
  const memberId = actor.id
  return site.db.transaction(async trx => {
    // The vote does not close while a ballot is on its way into the box.
    await trx('proposals').where({ id: proposalId }).forShare().first('id')
    const proposal = await findProposal(trx, proposalId)
    if (proposal.state !== 'voting' || (proposal.dueAt ?? '') <= site.now().toISOString())
      throw conflict(proposal.state === 'published' ? 'The vote has not begun.' : 'The vote is over.')
    if (!(await isElector(trx, proposalId, memberId)))
      throw forbidden('Who can vote was settled when this was published, and you could not vote then.')
    const choice = readChoice(proposal, filledIn)
    const cast = await maybeBallot(trx, proposalId, memberId)
    if (cast) await trx('ballots').where({ proposalId, memberId }).update({ choice })
    const tag = cast?.tag ?? randomBytes(16).toString('hex')
    if (!cast) await trx('ballots').insert({ proposalId, memberId, choice, tag })
    return { tag }
  })
}

export async function isElector(db: Knex, proposalId: string, memberId: string): Promise<boolean> {
  return (await maybePart(db, proposalId, memberId)) !== undefined
}

/** How a member who can vote takes part beside voting; nothing for others. */
export async function maybePart(
  db: Knex,
  proposalId: string,
  memberId: string,
): Promise<{ objectedAt: string | null; unwantedAt: string | null } | undefined> {
  const row: { objectedAt: string | null; unwantedAt: string | null } | undefined = await db('proposal_electors')
    .where({ proposalId, memberId })
    .first('objectedAt', 'unwantedAt')
  return row
}

/** What a member has voted, while the vote is open. */
export async function maybeBallot(db: Knex, proposalId: string, memberId: string): Promise<Ballot | undefined> {
  const row: Ballot | undefined = await db('ballots').where({ proposalId, memberId }).first('tag', 'choice')
  return row
}

/** The ballots of a vote that is over, by tag, as anybody may count them. */
export async function listBallots(db: Knex, proposalId: string): Promise<Ballot[]> {
  return db('ballots').where({ proposalId }).orderBy('tag').select('tag', 'choice')
}
