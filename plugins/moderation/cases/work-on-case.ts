import type { PluginMember } from 'core/api'
import { newId, Refused, type World } from '../moderation.ts'
import { findCase } from './case.ts'

/** Says that somebody is at work on a case, for a while; asked again by the same one, they leave it. */
export async function claimCase(world: World, id: string, member: PluginMember): Promise<string> {
  const { tables, settings } = world
  const one = await findCase(world, id)
  const now = tables.now()
  const isMine = one.claimedBy === member.id && (one.claimedUntil ?? '') > now
  const until = new Date(Date.parse(now) + settings.claimMinutes * 60_000).toISOString()
  const changed = await tables.transaction(trx =>
    trx('moderation_cases')
      .where({ id, state: 'open' })
      .where(free => free.whereNull('claimedBy').orWhere({ claimedBy: member.id }).orWhere('claimedUntil', '<=', now))
      .update(isMine ? { claimedBy: null, claimedUntil: null } : { claimedBy: member.id, claimedUntil: until }),
  )
  if (Number(changed) === 0) throw new Refused('Another moderator is at work on this case, or it is closed.')
  return isMine ? 'Left to others.' : 'Yours for now.'
}

/** Writes something to a case that moderators alone read. */
export async function addNote(world: World, { id, text }: { id: string; text: string }, member: PluginMember): Promise<void> {
  const one = await findCase(world, id)
  if (one.memberId === member.id) throw new Refused('This case is about you.')
  await world.tables.transaction(trx =>
    trx('moderation_notes').insert({
      id: newId(world),
      caseId: id,
      byId: member.id,
      byName: member.name,
      text: text.trim(),
      createdAt: trx.now(),
    }),
  )
}

export interface AnswerInput {
  title: string
  reason: string
  steps?: string | string[]
  rule: number
}

/** Keeps an answer for the next time, with what is done along with it. */
export async function saveAnswer(world: World, { title, reason, steps = [], rule }: AnswerInput): Promise<void> {
  if (!reason.trim()) throw new Refused('Write the reason that should be kept.')
  // What is about one picture is about no other.
  const kept = [steps].flat().filter(step => !step.includes(':'))
  await world.tables.transaction(trx =>
    trx('moderation_answers').insert({
      id: newId(world),
      title: title.trim(),
      text: reason.trim(),
      steps: kept.join(' ').slice(0, 200),
      rule,
      createdAt: trx.now(),
    }),
  )
}

/** Takes a saved answer off the list. */
export async function removeAnswer({ tables }: World, id: string): Promise<void> {
  const removed = await tables.transaction(trx => trx('moderation_answers').where({ id }).delete())
  if (Number(removed) === 0) throw new Refused('There is no such answer.')
}
