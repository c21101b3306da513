import type { Doing } from '../actions/action.ts'
import { newId } from '../db/new-id.ts'
import { conflict, invalid } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findMember, type Member } from '../members/member.ts'
import { lockRole } from '../roles/role.ts'
import { checkStandsFor } from '../roles/role-access.ts'
import type { Site } from '../site.ts'
import { endRestriction } from './end-restriction.ts'
import { hideContentOf } from './hide-content.ts'
import { type Restriction, type RestrictionKind, restrictionsInForce } from './restriction.ts'

const day = 86_400_000
const mostDays = 3650

/** Fields that all decisions about a member have. */
export const aboutMember = {
  handle: Type.String({ maxLength: 40 }),
  /** The community rule that was broken, in words. */
  rule: Type.Optional(Type.String({ maxLength: 300 })),
}

/** How long: so many days, or until a time. */
export const howLong = {
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: mostDays })),
  until: Type.Optional(Type.String({ maxLength: 30 })),
}

interface About {
  handle: string
  rule?: string | undefined
  days?: number | undefined
  until?: string | undefined
  hide?: boolean | undefined
}

/**
 * Writes down what was decided about a member, in the place of what was decided before in the same kind. Nobody decides about themselves,
 * or about somebody who may do more.
 */
export async function restrict({ site, trx, actor, input, reason = '' }: Doing<About>, kind: RestrictionKind): Promise<Member> {
  const member = await findMember(trx, input.handle)
  if (member.id === actor.id) throw conflict('You cannot decide about yourself. Ask another moderator.')
  if (member.waitingSince) throw conflict('This member waits for approval. Approve or refuse first.')
  checkStandsFor(actor, await lockRole(trx, member.role))
  const at = site.now().toISOString()
  if (kind !== 'warning')
    for (const before of await inForce(site, trx, member.id, kind))
      await endRestriction(site, trx, before, { by: actor.id ?? null, reason })
  const restriction: Restriction = {
    id: newId(),
    memberId: member.id,
    kind,
    reason,
    rule: input.rule?.trim() || null,
    byId: actor.id ?? null,
    until: readUntil(site.now(), input),
    hidesAt: input.hide ? at : null,
    createdAt: at,
    endedAt: null,
    liftedBy: null,
    liftedReason: null,
  }
  await trx('restrictions').insert(restriction)
  if (input.hide) await hideContentOf(site, trx, restriction)
  await site.announce(trx, 'member.restricted', { restrictionId: restriction.id, memberId: member.id, kind })
  return member
}

/** What holds of a kind, inside a transaction. */
export function inForce(site: Site, trx: Doing<unknown>['trx'], memberId: string, kind: RestrictionKind): Promise<Restriction[]> {
  return restrictionsInForce(trx, site.now()).where({ memberId, kind }).orderBy('createdAt', 'desc').orderBy('id', 'desc').select('*')
}

/** How a member stands, for the audit log: in words, by kind. */
export async function lookAtMember({ site, trx, input: { handle } }: Doing<{ handle: string }>): Promise<Record<string, unknown>> {
  const { id, feed } = await findMember(trx, handle)
  const rows: Restriction[] = await restrictionsInForce(trx, site.now()).where({ memberId: id }).orderBy('id').select('*')
  const warnings = rows.filter(({ kind }) => kind === 'warning').length
  const others = rows.filter(({ kind }) => kind !== 'warning')
  return Object.fromEntries([
    [`members.${feed.handle}.warnings`, warnings],
    ...others.map(one => [
      `members.${feed.handle}.${one.kind}`,
      `${one.until ? `until ${one.until}` : 'until it is lifted'}${one.hidesAt ? ', hidden' : ''}`,
    ]),
  ])
}

/** When something ends that was asked for so many days, or until a time; null for neither. Throws invalid. */
export function readUntil(now: Date, { days, until }: Pick<About, 'days' | 'until'>): string | null {
  const at = now.getTime()
  if (days) return new Date(at + days * day).toISOString()
  if (!until) return null
  const time = Date.parse(until)
  if (Number.isNaN(time) || time <= at || time > at + mostDays * day)
    throw invalid({ until: 'Say a day to come, such as 2027-01-31, at most ten years from now.' })
  return new Date(time).toISOString()
}
