import type { Knex } from 'knex'
import type { Static } from 'typebox'
import { defineAction } from '../actions/define-action.ts'
import { newId } from '../db/new-id.ts'
import { conflict, invalid } from '../errors.ts'
import { readInput } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { isExecutor } from '../lock/executor-actor.ts'
import { changeSiteRole } from '../members/change-site-role.ts'
import type { Site } from '../site.ts'
import { closeTerms } from './term.ts'

export const electionAction = 'role.elect'

export const electionInput = Type.Object({
  role: Type.String({ title: 'Role', maxLength: 16 }),
  seats: Type.Integer({ title: 'How many are elected', minimum: 1, maximum: 25, default: 1 }),
  days: Type.Integer({ title: 'For how many days', minimum: 30, maximum: 1461, default: 365 }),
})
export type Election = Static<typeof electionInput>

/**
 * Gives a role to whom the members elected, for a term, and takes it from all others who hold it. For the executor of an election alone, which
 * adds `elected`. Who cannot hold a role any more (they left, or wait) is left out.
 */
export const electMembers = defineAction({
  name: electionAction,
  title: 'Elect members to a role',
  authority: 'operations',
  decidedAs: 'member.role',
  permission: 'roles',
  input: Type.Object({ ...electionInput.properties, elected: Type.Optional(Type.Array(Type.String({ maxLength: 36 }), { maxItems: 25 })) }),
  look: async ({ trx, input: { role } }) => ({
    [`roles.${role}.holders`]: (await holdersOf(trx, role)).map(({ handle }) => handle).sort(),
  }),
  async run({ site, trx, actor, input: { role, days, elected }, execution }) {
    const proposalId = execution?.proposalId
    if (!isExecutor(actor) || !elected || !proposalId) throw conflict('Members are elected by a vote. Propose an election.')
    const members = await ableMembers(trx, elected)
    if (members.length === 0) throw conflict('Nobody who was elected is here any more.')
    const options = { proposalId, reason: 'Elected by the members.' }
    const before = await holdersOf(trx, role)
    for (const { handle } of members) await changeSiteRole(site, actor, { handle, role }, options)
    const gone = before.filter(({ id }) => !members.some(member => member.id === id))
    for (const { handle } of gone)
      await changeSiteRole(site, actor, { handle, role: 'member' }, { ...options, reason: 'Not elected again.' })
    const now = site.now()
    for (const { id: memberId } of members) await closeTerms(trx, memberId, now)
    const term = { role, proposalId, beganAt: now.toISOString(), endsAt: new Date(now.getTime() + days * 86_400_000).toISOString() }
    await trx('terms').insert(members.map(({ id: memberId }) => ({ id: newId(), memberId, ...term })))
  },
  say: ({ role, elected = [] }) => `${elected.length} elected as ${role}.`,
})

/** What an election is about, when it can be held. Throws invalid. */
export async function readElection(site: Site, given: Record<string, unknown>): Promise<Election> {
  const election = readInput(electionInput, given)
  if (election.role === 'member' || !site.roles.has(election.role))
    throw invalid({ role: 'There is no such role that somebody could be elected to.' })
  return election
}

interface Holder {
  id: string
  handle: string
}

/** Who holds a role now. */
export function holdersOf(db: Knex, role: string): Promise<Holder[]> {
  return db('members as m').join('feeds as f', 'f.id', 'm.id').where('m.role', role).orderBy('m.id').select('m.id', 'f.handle')
}

async function ableMembers(trx: Knex.Transaction, ids: readonly string[]): Promise<Holder[]> {
  const rows: Holder[] = await trx('members as m')
    .join('feeds as f', 'f.id', 'm.id')
    .whereIn('m.id', [...ids])
    .whereNull('m.closingAt')
    .whereNull('m.waitingSince')
    .select('m.id', 'f.handle')
  return ids.flatMap(id => rows.find(row => row.id === id) ?? [])
}
