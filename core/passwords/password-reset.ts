import { createHash, randomBytes } from 'node:crypto'
import type { Knex } from 'knex'
import type { Site } from '../site.ts'

const hours = 8

/** Makes the link with which a member chooses a new password. Works once; a newer one ends the older ones. Nobody else sees it. */
export async function makeResetLink(site: Site, trx: Knex.Transaction, memberId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const now = site.now()
  await trx('password_resets').where({ memberId }).delete()
  await trx('password_resets').insert({
    id: resetId(token),
    memberId,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + hours * 3_600_000).toISOString(),
  })
  // In the query: the log knows paths only.
  return `${site.url}/password-reset?token=${token}`
}

/** Whose link this is; undefined when it was used or is too old. */
export async function maybeResetOwner(db: Knex, token: string, now: Date): Promise<string | undefined> {
  const row: { memberId: string } | undefined = await db('password_resets')
    .where({ id: resetId(token) })
    .where('expiresAt', '>', now.toISOString())
    .first('memberId')
  return row?.memberId
}

export function resetId(token: string): string {
  return createHash('sha256').update(`reset:${token}`).digest('hex')
}
