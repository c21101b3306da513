import { defineAction } from '../actions/define-action.ts'
import { Type } from '../http/type.ts'
import { aboutMember, howLong, lookAtMember, restrict } from './restrict.ts'

/** Lets a member read, and nothing that others would see. Nothing of theirs comes in from elsewhere meanwhile. */
export const silenceMember = defineAction({
  name: 'member.silence',
  title: 'Silence a member',
  authority: 'moderation',
  permission: 'moderation',
  input: Type.Object({ ...aboutMember, ...howLong }),
  look: lookAtMember,
  async run(doing) {
    await restrict(doing, 'silence')
  },
  say: ({ handle }) => `${handle} is silenced.`,
  undo: ({ handle }) => ({ name: 'member.lift', input: { handle, kind: 'silence' } }),
})
