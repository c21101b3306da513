import { defineAction } from '../actions/define-action.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { notFound } from '../errors.ts'
import { Type } from '../http/type.ts'
import { findMember, findMemberById } from '../members/member.ts'
import { lockRole } from '../roles/role.ts'
import { checkStandsFor } from '../roles/role-access.ts'
import { countSessions, Session } from './session.ts'

/** Signs one browser of somebody out. */
export const revokeSession = defineAction({
  name: 'session.end',
  title: 'End a session',
  authority: 'operations',
  permission: 'members',
  input: Type.Object({ id: Type.String({ maxLength: 64 }) }),
  async look({ trx, input: { id } }) {
    const session = await Session.query(trx).findById(id)
    return session ? { [await pathOf(trx, session.memberId)]: `signed in since ${session.createdAt}` } : {}
  },
  async run({ trx, actor, input: { id } }) {
    const session = await Session.query(trx).findById(id)
    if (!session) throw notFound('session')
    const member = await findMemberById(trx, session.memberId)
    checkStandsFor(actor, await lockRole(trx, member.role))
    await trx('sessions').where({ id }).delete()
  },
  say: (_, changes) => `A session of ${subjectOf(changes)} was ended.`,
})

/** Signs somebody out everywhere. */
export const signOutMember = defineAction({
  name: 'member.sign-out',
  title: 'Sign somebody out everywhere',
  authority: 'operations',
  permission: 'members',
  input: Type.Object({ handle: Type.String({ maxLength: 40 }) }),
  async look({ trx, input }) {
    const { id, feed } = await findMember(trx, input.handle)
    return { [`members.${feed.handle}.sessions`]: await countSessions(trx, id) }
  },
  async run({ trx, actor, input }) {
    const member = await findMember(trx, input.handle)
    checkStandsFor(actor, await lockRole(trx, member.role))
    await trx('sessions').where({ memberId: member.id }).delete()
  },
  say: ({ handle }) => `${handle} is signed out everywhere.`,
})

async function pathOf(trx: Parameters<typeof findMemberById>[0], memberId: string): Promise<string> {
  const member = await findMemberById(trx, memberId)
  return `members.${member.feed.handle}.session`
}
