import type { Knex } from 'knex'
import { insertOnce } from '../db/insert-once.ts'
import { newId } from '../db/new-id.ts'
import { conflict } from '../errors.ts'
import { checkEmail } from './email-address.ts'
import { checkHandle, skeletonOf } from './handle.ts'
import { tidyName } from './tidy-name.ts'

export interface NewMember {
  /** Checked by `checkHandle`. */
  handle: string
  email: string | null
  name?: string | undefined
  passwordHash: string
  role?: string
  /** Nobody sees the feed of somebody who waits for approval. */
  waiting?: boolean
  invitedBy?: string | undefined
}

/** Writes the rows of an account: its feed and the member, with the same id. Part of the verbs that make members. */
export async function createMember(trx: Knex.Transaction, member: NewMember, now: Date): Promise<string> {
  const { handle, email, passwordHash, role = 'member', waiting = false, invitedBy = null } = member
  const id = newId()
  const at = now.toISOString()
  const name = tidyName(member.name ?? '') || handle

  const feed = { id, kind: 'member', handle, skeleton: skeletonOf(handle), name, createdAt: at, removedAt: waiting ? at : null }
  if (!(await insertOnce(trx, 'feeds', feed))) await explain(() => checkHandle(trx, handle))
  const row = { id, email, passwordHash, role, invitedBy, waitingSince: waiting ? at : null, seenAt: at, createdAt: at }
  if (!(await insertOnce(trx, 'members', row))) await explain(() => checkEmail(trx, email ?? ''))
  return id
}

/** Somebody was faster. The check says with what. */
async function explain(check: () => Promise<unknown>): Promise<never> {
  await check()
  throw conflict('Somebody else did the same at this moment. Please try again.')
}
