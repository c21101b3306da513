import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { PluginMember } from 'core/api'
import { findDecision } from '../decisions/reverse.ts'
import { inDays, Refused, type World } from '../moderation.ts'
import { type Appeal, mayBeShown, otherModerators } from './appeal.ts'
import { findAppeal, finish } from './settle-appeal.ts'

/** Days that somebody from outside has. */
const outsiderDays = 14

export interface Outsider {
  appealId: string
  name: string
  agreedAt: string | null
  code: string | null
  word: string | null
}

/** Whether nobody here can answer: no jury came together, and there is no moderator but who decided. */
export async function isStuck(world: World, appeal: Appeal): Promise<boolean> {
  if (appeal.outcome || appeal.goesTo !== 'moderator') return false
  const decision = await findDecision(world, appeal.decisionId)
  return mayBeShown(decision) && (await otherModerators(world, decision, appeal.memberId)).length === 0
}

export function maybeOutsider({ tables }: World, appealId: string): Promise<Outsider | undefined> {
  return tables<Outsider>('moderation_outsiders').where({ appealId }).first() as Promise<Outsider | undefined>
}

/** The member names somebody from outside whom both sides can trust. A name can be changed until it is agreed. */
export async function proposeOutsider(world: World, { id, name }: { id: string; name: string }, member: PluginMember): Promise<void> {
  const appeal = (await world.tables<Appeal>('moderation_appeals').where({ decisionId: id }).first()) as Appeal | undefined
  if (appeal?.memberId !== member.id) throw new Refused('There is no such objection.')
  if (!(await isStuck(world, appeal))) throw new Refused('Somebody here decides about your objection.')
  const row = { appealId: appeal.id, name: name.trim(), createdAt: world.tables.now() }
  await world.tables.transaction(trx => trx('moderation_outsiders').insert(row).onConflict(['appealId']).merge(['name']))
}

/** A moderator agrees with who was named. From then on that person decides, and nobody else. */
export async function agreeOutsider(world: World, id: string, member: PluginMember): Promise<void> {
  const appeal = await findAppeal(world, id)
  if (appeal.memberId === member.id) throw new Refused('This is your own objection.')
  const found = await maybeOutsider(world, id)
  if (!found || found.agreedAt || !(await isStuck(world, appeal))) throw new Refused('Nobody from outside is asked for this.')
  const code = randomBytes(18).toString('base64url')
  const word = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')
  const at = world.tables.now()
  await world.tables.transaction(async trx => {
    await trx('moderation_outsiders').where({ appealId: id }).update({ agreedAt: at, code, word })
    await trx('moderation_appeals')
      .where({ id })
      .whereNull('outcome')
      .update({ goesTo: 'outsider', deadline: inDays(world, outsiderDays) })
  })
}

/** Without what looks alike. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** The objection that a link from outside opens. Throws for a wrong one, and when it is over. */
export async function findOutside(world: World, id: string, code: string): Promise<{ appeal: Appeal; outsider: Outsider }> {
  const [appeal, outsider] = [await findAppeal(world, id), await maybeOutsider(world, id)]
  if (!outsider?.code || !isSame(outsider.code, code)) throw new Refused('This link is not right. Ask for it again.')
  return { appeal, outsider }
}

/** The one vote of somebody from outside. It needs the link, which the member has, and the word, which the moderator has. */
export async function voteOutside(
  world: World,
  { id, code, word, vote, reason }: { id: string; code: string; word: string; vote: 'reverse' | 'uphold'; reason: string },
): Promise<void> {
  const { appeal, outsider } = await findOutside(world, id, code)
  if (appeal.outcome || appeal.goesTo !== 'outsider' || appeal.deadline <= world.tables.now())
    throw new Refused('The vote about this is over.')
  if (!isSame(outsider.word ?? '', word.trim().toLowerCase()))
    throw new Refused('This is not the word that the moderator has. Ask them for it.')
  const decision = await findDecision(world, appeal.decisionId)
  await finish(world, { appeal, decision, outcome: vote === 'reverse' ? 'reversed' : 'upheld', answer: reason.trim() })
}

function isSame(right: string, given: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return right !== '' && timingSafeEqual(hash(right), hash(given))
}
