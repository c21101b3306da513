import { type MemberActor, memberActor } from '../actor.ts'
import { newId } from '../db/new-id.ts'
import { Feed } from '../feeds/feed.ts'
import { hashToken, sessionCookie } from '../http/session.ts'
import { skeletonOf } from '../members/handle.ts'
import { findMemberById } from '../members/member.ts'
import { hashPassword, noPassword } from '../passwords/password.ts'
import type { Site } from '../site.ts'
import type { Browser } from './browse.ts'

interface MemberOptions {
  role?: string
  name?: string
  access?: Feed['access']
  /** To sign in with; taken as it is, however weak. */
  password?: string
}

/** A member for a test: rows only, and no password unless asked for, so that a test of something else costs nothing here. */
export async function makeMember(site: Site, handle: string, options: MemberOptions = {}): Promise<MemberActor> {
  const { role = 'member', name = handle, access = 'public', password } = options
  const at = site.now().toISOString()
  const id = newId()
  const passwordHash = password ? await hashPassword(password) : noPassword
  await site.db.transaction(async trx => {
    await Feed.query(trx).insert({ id, kind: 'member', handle, skeleton: skeletonOf(handle), name, access, createdAt: at })
    await trx('members').insert({ id, email: `${handle}@example.org`, passwordHash, role, seenAt: at, createdAt: at })
  })
  return memberActor(await findMemberById(site.db, id), site.roles)
}

/** Signs a browser in as a member, without the page. */
export async function signInAs(site: Site, browser: Browser, member: MemberActor): Promise<void> {
  const token = newId()
  const at = site.now()
  const expiresAt = new Date(at.getTime() + 86_400_000).toISOString()
  const row = { id: hashToken(token), memberId: member.id, createdAt: at.toISOString(), usedAt: at.toISOString(), expiresAt }
  await site.db.transaction(trx => trx('sessions').insert({ ...row, address: '127.0.0.1', agent: 'test' }))
  browser.cookies.set(sessionCookie, token)
}
