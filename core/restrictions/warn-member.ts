import { defineAction } from '../actions/define-action.ts'
import { Type } from '../http/type.ts'
import { aboutMember, howLong, lookAtMember, restrict } from './restrict.ts'

/** How long a warning counts unless told. */
const usualDays = 90

/** Tells a member that something is not welcome here. A warning counts for a while, and then no more. */
export const warnMember = defineAction({
  name: 'member.warn',
  title: 'Warn a member',
  authority: 'moderation',
  permission: 'moderation',
  input: Type.Object({ ...aboutMember, ...howLong }),
  look: lookAtMember,
  async run(doing) {
    const { days, until } = doing.input
    await restrict({ ...doing, input: { ...doing.input, days: days ?? (until ? undefined : usualDays) } }, 'warning')
  },
  say: ({ handle }) => `${handle} is warned.`,
  undo: ({ handle }) => ({ name: 'member.lift', input: { handle, kind: 'warning' } }),
})
