import type { Knex } from 'knex'
import { defineAction } from '../actions/define-action.ts'
import { idInput } from '../actions/id-input.ts'
import { subjectOf } from '../actions/subject-of.ts'
import { notFound } from '../errors.ts'

/** Takes somebody's invitation back: nobody can join with it from now on. */
export const withdrawInvitation = defineAction({
  name: 'invitation.revoke',
  title: 'Take an invitation back',
  authority: 'operations',
  permission: 'members',
  input: idInput,
  async look({ trx, input: { id } }) {
    const row = await findInvited(trx, id)
    return row ? { [`members.${row.handle}.invitation`]: `for ${row.usesLeft} more, until ${row.expiresAt.slice(0, 10)}` } : {}
  },
  async run({ trx, input: { id } }) {
    if ((await trx('invitations').where({ id }).delete()) === 0) throw notFound('invitation')
  },
  say: (_, changes) => `An invitation by ${subjectOf(changes)} was taken back.`,
})

function findInvited(trx: Knex.Transaction, id: string): Promise<{ handle: string; usesLeft: number; expiresAt: string } | undefined> {
  return trx('invitations as i').join('feeds as f', 'f.id', 'i.inviterId').where('i.id', id).first('f.handle', 'i.usesLeft', 'i.expiresAt')
}
