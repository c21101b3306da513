import type { Knex } from 'knex'
import { newId } from '../db/new-id.ts'
import { conflict } from '../errors.ts'
import { checkEmail } from './email-address.ts'
import { checkHandle, skeletonOf } from './handle.ts'
import type { Role } from './member.ts'
import { tidyName } from './tidy-name.ts'

export interface NewMember {
  /** Checked by `checkHandle`. */
  handle: string
  email: string | null
  name?: string | undefined
  passwordHash: string
  role?: Role
  waiting?: boolean
  invitedBy?: string | undefined
}

/** Writes the rows of an account: its feed and the member, with the same id. Part of the verbs that make members. */
export async function createMember(trx: Knex.Transaction, member: NewMember, now: Date): Promise<string> {
  const { handle, email, passwordHash, role = 'member', waiting = false, invitedBy } = member
  const id = newId()
  const at = now.toISOString()
  const name = tidyName(member.name ?? '') || handle

  const feed = { id, kind: 'member', handle, skeleton: skeletonOf(handle), name, createdAt: at }
  const feeds = await trx('feeds').insert(feed).onConflict().ignore().returning<object[]>('id')
  // Somebody was faster: the check says with what.
  if (feeds.length === 0) await checkHandle(trx, handle)

  const row = { id, email, passwordHash, role, invitedBy: invitedBy ?? null, waitingSince: waiting ? at : null, seenAt: at, createdAt: at }
  const members = await trx('members').insert(row).onConflict().ignore().returning<object[]>('id')
  if (members.length === 0 && email) await checkEmail(trx, email)
  if (feeds.length === 0 || members.length === 0) throw conflict('Somebody took this name at the same moment. Please try again.')
  return id
}
