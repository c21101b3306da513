import type { Static } from 'typebox'
import { type Actor, isMember } from '../actor.ts'
import { concernedBy, whoVotes } from '../elections/recall.ts'
import { conflict, forbidden } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { listElectors } from '../lock/electorate.ts'
import { sponsorsNeeded } from '../lock/tally.ts'
import type { Site } from '../site.ts'
import { payloadHashOf } from './payload.ts'
import { daysAfter, findProposal, type Proposal } from './proposal.ts'
import { putToMembers } from './put-to-members.ts'
import { checkForMembers, readProposed } from './read-proposed.ts'

export const publishProposalInput = Type.Object({
  title: Type.String({ minLength: 3, maxLength: 200 }),
  action: Type.String({ maxLength: 80 }),
  input: Type.Record(Type.String(), Type.Unknown()),
  /** Several ways to do it, of which the members choose one by ranking; `input` is not used then. */
  options: Type.Optional(
    Type.Array(Type.Object({ title: Type.String({ minLength: 1, maxLength: 120 }), input: Type.Record(Type.String(), Type.Unknown()) }), {
      maxItems: 9,
    }),
  ),
  /** Ids of the members who want the vote, the proposer among them. */
  sponsors: Type.Array(Type.String({ maxLength: 36 }), { maxItems: 100 }),
})
export type PublishProposalInput = Static<typeof publishProposalInput>

/**
 * Puts a change to the members: from here on who can vote, by which rules, and what it would do stand fast and in the ledger.
 * For members who could vote about it, with as many sponsors as the rules ask for.
 */
export async function publishProposal(site: Site, actor: Actor, given: PublishProposalInput): Promise<Proposal> {
  if (!isMember(actor)) throw forbidden('Only members propose changes.')
  if (site.lock.breach.length > 0) throw forbidden(`Nothing can be proposed now: ${site.lock.breach[0]}`)
  const { title, sponsors, ...asked } = readInput(publishProposalInput, given)
  const proposed = await readProposed(site, { ...asked, isForMembers: true })
  checkForMembers(proposed)
  const { rulesClass, rules, decides } = proposed
  const { charter } = site.lock
  const now = site.now()
  const id = await site.db.transaction(async trx => {
    const electors = whoVotes(await listElectors(trx, charter, rulesClass, now), await concernedBy(trx, { ...asked, ...proposed }))
    checkSponsors(actor.id, new Set([actor.id, ...sponsors]), electors, sponsorsNeeded(electors.length, rules))
    const hash = payloadHashOf({ ...asked, ...proposed })
    await checkNotRepeated(site.within(trx), { hash, proposedBy: actor.id, repeatDays: rules.repeatDays })
    const dueAt = decides === 'silence' ? daysAfter(now, charter.silenceHours / 24) : daysAfter(now, rules.discussionDays)
    return putToMembers(site, trx, { ...proposed, title, action: asked.action, proposedBy: actor.id, electors, dueAt })
  })
  await site.refresh()
  return findProposal(site.db, id)
}

function checkSponsors(proposer: string, sponsors: ReadonlySet<string>, electors: readonly string[], needed: number): void {
  const able = new Set(electors)
  if (!able.has(proposer) && ![...sponsors].some(id => able.has(id)))
    throw forbidden('You cannot vote here yet, so somebody who can has to support it before it is put to the members.')
  const count = [...sponsors].filter(id => able.has(id)).length
  if (count < needed) throw conflict(`This needs the support of ${needed} members who can vote, and has that of ${count}.`)
}

async function checkNotRepeated(
  site: Site,
  { hash, proposedBy, repeatDays }: { hash: string; proposedBy: string; repeatDays: number },
): Promise<void> {
  const open: object | undefined = await site
    .db('proposals')
    .where({ payloadHash: hash })
    .whereIn('state', ['published', 'voting', 'passed'])
    .first('id')
  if (open) throw conflict('The same is proposed already.')
  const own: object | undefined = await site.db('proposals').where({ proposedBy }).whereIn('state', ['published', 'voting']).first('id')
  if (own) throw conflict('You have a proposal that is open. Wait until it is decided, or withdraw it.')
  const since = daysAfter(site.now(), -repeatDays)
  const failed: { settledAt: string } | undefined = await site
    .db('proposals')
    .where({ payloadHash: hash, state: 'failed' })
    .where('settledAt', '>', since)
    .first('settledAt')
  if (failed)
    throw conflict(`The same was decided against. It can be proposed again after ${daysAfter(failed.settledAt, repeatDays).slice(0, 10)}.`)
}
