import { defineAction } from '../actions/define-action.ts'
import { conflict } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findMember } from '../members/member.ts'
import { lockRole } from '../roles/role.ts'
import { checkStandsFor } from '../roles/role-access.ts'
import { endRestriction } from './end-restriction.ts'
import { inForce, lookAtMember } from './restrict.ts'

/** Ends before its time what was decided about a member; of several warnings the latest. */
export const liftRestriction = defineAction({
  name: 'member.lift',
  title: 'Lift a restriction',
  authority: 'moderation',
  permission: 'moderation',
  // A jury of members may lift what a moderator decided.
  byRule: true,
  input: Type.Object({
    handle: Type.String({ maxLength: 40 }),
    kind: Type.Union([Type.Literal('warning'), Type.Literal('silence'), Type.Literal('suspension'), Type.Literal('removal')]),
  }),
  look: lookAtMember,
  async run({ site, trx, actor, input: { handle, kind }, reason = '' }) {
    const member = await findMember(trx, handle)
    if (member.id === actor.id) throw conflict('You cannot decide about yourself. Ask another moderator.')
    if (actor.kind !== 'plugin') checkStandsFor(actor, await lockRole(trx, member.role))
    const [restriction] = await inForce(site, trx, member.id, kind)
    if (!restriction) throw conflict(`There is no ${kind} of ${handle} that could be lifted.`)
    await endRestriction(site, trx, restriction, { by: actor.id ?? null, reason })
    if (kind === 'removal') await trx('members').where({ id: member.id }).update({ closingAt: null })
  },
  say: ({ handle, kind }) => `The ${kind} of ${handle} is lifted.`,
})
