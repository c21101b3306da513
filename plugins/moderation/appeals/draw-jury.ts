import { randomInt } from 'node:crypto'
import type { Decision } from '../decisions/reverse.ts'
import { inDays, type World } from '../moderation.ts'

const whole = 7
const small = 3
/** Nobody is called twice within a week. */
const restDays = 7
const mostCandidates = 2000

/**
 * Draws who decides about an appeal: members who are ready to, who are here long enough, and who have nothing to do with those whom it is about.
 * Seven, on small sites three; nobody when there are fewer.
 */
export async function drawJury(world: World, decision: Pick<Decision, 'caseId' | 'memberId' | 'byId'>): Promise<string[]> {
  const eligible = await listEligible(world, decision)
  const size = eligible.length >= whole ? whole : eligible.length >= small ? small : 0
  for (let at = 0; at < size; at++) {
    const other = randomInt(at, eligible.length)
    ;[eligible[at], eligible[other]] = [eligible[other]!, eligible[at]!]
  }
  return eligible.slice(0, size)
}

async function listEligible(world: World, { caseId, memberId, byId }: Pick<Decision, 'caseId' | 'memberId' | 'byId'>): Promise<string[]> {
  const { host, tables, settings } = world
  const ready = await tables<{ memberId: string; calledAt: string | null }>('moderation_jurors')
    .where(rested => rested.whereNull('calledAt').orWhere('calledAt', '<', inDays(world, -restDays)))
    .orderBy('since')
    .limit(mostCandidates)
    .select('memberId')
  const reported = await tables<{ caseId: string; source: string; sourceId: string }>('moderation_signals')
    .where({ caseId, source: 'member' })
    .select('sourceId')
  const reporters = new Set(reported.map(({ sourceId }) => sourceId))
  const parties = [memberId, byId].filter(id => id !== null)
  const since = inDays(world, -settings.juryMemberDays)
  const grown = (await host.subjects.members(ready.map(one => one.memberId)))
    .filter(({ id, createdAt }) => createdAt <= since && !reporters.has(id))
    .map(({ id }) => id)
  const tied = new Set(await host.subjects.tied(grown, parties))
  return grown.filter(id => !tied.has(id))
}
