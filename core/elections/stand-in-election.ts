import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { type Actor, isMember, type MemberActor } from '../actor.ts'
import { conflict, forbidden } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { tidyHandle } from '../members/handle.ts'
import { findMember, type Member } from '../members/member.ts'
import { addNotifications } from '../notifications/add-notifications.ts'
import { isElector } from '../proposals/cast-ballot.ts'
import { findProposal, type Proposal } from '../proposals/proposal.ts'
import { restrictionsInForce } from '../restrictions/restriction.ts'
import type { Site } from '../site.ts'
import { mostCandidates } from './candidacy.ts'
import { electionAction } from './elect-members.ts'

export const standInput = Type.Object({
  proposalId: Type.String({ maxLength: 36 }),
  /** Whom one names; oneself when left out, which also accepts. */
  handle: Type.Optional(Type.String({ maxLength: 40 })),
  statement: Type.Optional(Type.String({ maxLength: 2000 })),
})
export type StandInput = Static<typeof standInput>

/** How many others one member may name in one election. */
const mostNamed = 5

/**
 * Stands in an election, accepts that somebody else wanted it, or names another member, who is asked. Until the vote opens. Whoever can vote in it can stand in it;
 * nobody stands in two elections at once, and an admin for nothing else, because a member has one role.
 */
export async function standInElection(site: Site, actor: Actor, given: StandInput): Promise<void> {
  if (!isMember(actor)) throw forbidden('Only members stand in elections.')
  const { proposalId, handle, statement } = readInput(standInput, given)
  const proposal = await openElection(site.db, proposalId)
  const who = handle ? await findMember(site.db, tidyHandle(handle)) : actor.member
  const isOwn = who.id === actor.id
  await checkCanName(site, actor, proposal, isOwn)
  await checkCanStand(site, who, proposal)
  const now = site.now().toISOString()
  const own = { acceptedAt: now, statement: statement?.trim() || null }
  const isNew = await site.db.transaction(async trx => {
    const row = { proposalId, memberId: who.id, namedBy: actor.id, createdAt: now, ...(isOwn && own) }
    const inserted: unknown[] = await trx('candidacies').insert(row).onConflict().ignore().returning('memberId')
    if (isOwn && inserted.length === 0) await trx('candidacies').where({ proposalId, memberId: who.id }).update(own)
    return inserted.length > 0
  })
  if (isOwn || !isNew) return
  const sentence = '{name} would like you to stand in an election: {title}'
  const text = site.themes.translate(sentence, { name: actor.member.feed.name, title: proposal.title }, who.locale ?? 'en').slice(0, 300)
  const told = { title: site.settings.siteName, text, url: `/governance/proposals/${proposalId}` }
  await addNotifications(site, [{ memberId: who.id, actorId: actor.id, kind: 'decision', about: `candidacy:${proposalId}`, told }])
}

/** Stands no longer, or does not want to. Until the vote opens. */
export async function leaveElection(site: Site, actor: Actor, { proposalId }: { proposalId: string }): Promise<void> {
  if (!isMember(actor)) throw forbidden('Only members stand in elections.')
  await openElection(site.db, proposalId)
  await site.db.transaction(trx => trx('candidacies').where({ proposalId, memberId: actor.id }).delete())
}

async function openElection(db: Knex, proposalId: string): Promise<Proposal> {
  const proposal = await findProposal(db, proposalId)
  if (proposal.action !== electionAction) throw conflict('This is no election.')
  if (proposal.state !== 'published') throw conflict('Who stands is settled when the vote opens.')
  return proposal
}

async function checkCanName({ db }: Site, { id }: MemberActor, proposal: Proposal, isOwn: boolean): Promise<void> {
  if (!(await isElector(db, proposal.id, id))) throw forbidden('Only those who can vote in it stand in it or name somebody.')
  const rows: { memberId: string; namedBy: string | null }[] = await db('candidacies')
    .where({ proposalId: proposal.id })
    .select('memberId', 'namedBy')
  if (rows.length >= mostCandidates && !rows.some(row => isOwn && row.memberId === id))
    throw conflict(`More than ${mostCandidates} do not fit on a ballot.`)
  if (!isOwn && rows.filter(row => row.namedBy === id && row.memberId !== id).length >= mostNamed)
    throw conflict(`You can name ${mostNamed} members. Others can name more.`)
}

async function checkCanStand(site: Site, who: Member, { id, input }: Proposal): Promise<void> {
  const { db, now } = site
  if (!(await isElector(db, id, who.id))) throw conflict('Only those who can vote in it can stand in it.')
  const kept: object | undefined = await restrictionsInForce(db, now()).where({ memberId: who.id }).first('id')
  if (kept) throw conflict('Whom moderators have restricted cannot stand until that is over.')
  if (who.role === 'admin' && input.role !== 'admin') throw conflict('An admin would have to give up that role before.')
  const elsewhere: object | undefined = await db('candidacies as c')
    .join('proposals as p', 'p.id', 'c.proposalId')
    .where('c.memberId', who.id)
    .whereNot('c.proposalId', id)
    .whereNotNull('c.acceptedAt')
    .whereIn('p.state', ['published', 'voting', 'passed'])
    .first('p.id')
  if (elsewhere) throw conflict('Nobody stands in two elections at once.')
}
