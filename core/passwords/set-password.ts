import type { Knex } from 'knex'
import type { Client } from '../http/client.ts'
import { mailMember } from '../members/mail-member.ts'
import { openSession, Session } from '../sessions/session.ts'
import type { Site } from '../site.ts'

interface NewPassword {
  memberId: string
  passwordHash: string
  client: Client
}

/** Writes a new password and ends all sessions but the new one, whose token it returns. Part of changing and of resetting. */
export async function setPassword(site: Site, trx: Knex.Transaction, { memberId, passwordHash, client }: NewPassword): Promise<string> {
  await trx('members').where({ id: memberId }).update({ passwordHash })
  await trx('password_resets').where({ memberId }).delete()
  await Session.query(trx).delete().where({ memberId })
  await mailMember(site, trx, memberId, 'password-changed')
  return openSession(trx, memberId, client, site.now())
}
