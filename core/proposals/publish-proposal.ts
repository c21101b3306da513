import type { Static } from 'typebox'
import { maybeAction } from '../actions/act.ts'
import type { Action } from '../actions/action.ts'
import { type Actor, isMember } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { conflict, forbidden, invalid, SiteError } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { ballotClassOf } from '../lock/charter.ts'
import { listElectors } from '../lock/electorate.ts'
import { payloadHash } from '../lock/execution.ts'
import { decidesWhenProposed } from '../lock/initiative.ts'
import { appendLine } from '../lock/ledger.ts'
import { sponsorsNeeded } from '../lock/tally.ts'
import { membersDecide } from '../lock/under-lock.ts'
import type { Site } from '../site.ts'
import { followStep } from './follow-step.ts'
import { daysAfter, findProposal, type Proposal } from './proposal.ts'
import { rehearse } from './rehearse.ts'
import { rulesFor } from './rules-for.ts'

export const publishProposalInput = Type.Object({
  title: Type.String({ minLength: 3, maxLength: 200 }),
  action: Type.String({ maxLength: 80 }),
  input: Type.Record(Type.String(), Type.Unknown()),
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
  const { title, action: name, input: raw, sponsors } = readInput(publishProposalInput, given)
  const action = proposable(site, name)
  const input = readInput(action.input, raw) as Record<string, unknown>
  const decides = decidesWhenProposed(site, action, input)
  if (!membersDecide(decides))
    throw conflict(`${action.title}: no vote is needed. Whoever holds the permission "${action.permission}" does this.`)
  const changes = await rehearse(site, action, input)
  if (changes.length === 0) throw invalid({ input: 'This changes nothing: it is so already.' })

  const { charter, key } = site.lock
  const [rulesClass, now] = [ballotClassOf(name, decides), site.now()]
  const rules = rulesFor(charter, rulesClass, input)
  const hash = payloadHash(name, input)
  const id = newId()
  await site.db.transaction(async trx => {
    const electors = await listElectors(trx, charter, rulesClass, now)
    checkSponsors(actor.id, new Set([actor.id, ...sponsors]), electors, sponsorsNeeded(electors.length, rules))
    await checkNotRepeated(site.within(trx), { hash, proposedBy: actor.id, repeatDays: rules.repeatDays })
    const dueAt = decides === 'silence' ? daysAfter(now, charter.silenceHours / 24) : daysAfter(now, rules.discussionDays)
    const row = { id, title, action: name, payloadHash: hash, rulesClass, decides, proposedBy: actor.id, electors: electors.length }
    await trx('proposals').insert({
      ...row,
      input: JSON.stringify(input),
      changes: JSON.stringify(changes),
      rules: JSON.stringify(rules),
      state: 'published',
      publishedAt: now.toISOString(),
      dueAt,
    })
    const roll = electors.map(memberId => ({ proposalId: id, memberId }))
    for (let start = 0; start < roll.length; start += 400) await trx('proposal_electors').insert(roll.slice(start, start + 400))
    const line = { proposal: id, action: name, payloadHash: hash, rulesClass, rules, decides, electors: electors.length }
    await appendLine(trx, { key, now }, 'proposal.published', line)
    await followStep(site, trx, id, 'published')
  })
  await site.refresh()
  return findProposal(site.db, id)
}

/** The action with this name, when members can propose it. */
export function proposable(site: Site, name: string): Action {
  const action = maybeAction(site, name)
  if (!action) throw new SiteError(404, 'action-not-found', `There is no action called "${name}".`)
  return action
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
