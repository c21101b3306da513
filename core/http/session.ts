import { createHash } from 'node:crypto'
import { memberActor, visitor } from '../actor.ts'
import { Feed } from '../feeds/feed.ts'
import { rememberActiveDay } from '../lock/electorate.ts'
import { Member } from '../members/member.ts'
import { keptOutSql } from '../restrictions/restriction.ts'
import type { Context } from './context.ts'

export const sessionCookie = 'tributary_session'

/** A session that was not used for so long is over. */
export const sessionDays = 60

/** A page view writes to the session at most this often. */
const touchMinutes = 10

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

interface SessionRow {
  id: string
  usedAt: string
  memberId: string
  handle: string
  name: string
  picture: string | null
  access: Feed['access']
  role: Member['role']
  locale: string | null
  licence: string | null
  labelChoices: string
  createdAt: string
  closingAt: string | null
  apart: number | null
  muting: number | null
  timelineBuiltAt: string | null
  unread: number | string
  requests: number | string
}

// One statement per request. Counting stops at 100: a page says "99+" at most.
const sessionSql = `
  select s.id, s.used_at as "usedAt", m.id as "memberId", f.handle, f.name, f.picture, f.access, m.role, m.locale, m.licence, m.label_choices as "labelChoices",
    m.created_at as "createdAt",
    (select 1 from blocks b where b.member_id = m.id limit 1) as apart,
    case when m.muted_words = '[]' then (select 1 from mutes u where u.member_id = m.id limit 1) else 1 end as muting,
    m.closing_at as "closingAt", m.timeline_built_at as "timelineBuiltAt",
    (select count(*) from (select 1 from notifications n where n.member_id = m.id and n.read_at is null limit 100) u) as unread,
    (select count(*) from (select 1 from subscription_requests r where r.feed_id in (select m.id
      union all select x.group_id from memberships x where x.member_id = m.id and x.role = 'admin') limit 100) q) as requests
  from sessions s join members m on m.id = s.member_id join feeds f on f.id = m.id
  where s.id = ? and s.expires_at > ? and m.waiting_since is null and not ${keptOutSql('m.id')}`

/** Finds who asks, from the session's cookie. */
export async function findActor(ctx: Context, next: () => Promise<void>): Promise<void> {
  ctx.actor = visitor
  ctx.state.unread = 0
  ctx.state.requests = 0
  ctx.state.csrfSecret = ctx.cookies.get('tributary_visitor') ?? ''
  const token = ctx.cookies.get(sessionCookie)
  if (token) await resume(ctx, token)
  await next()
}

async function resume(ctx: Context, token: string): Promise<void> {
  const now = ctx.site.now()
  const at = now.toISOString()
  const found: unknown = await ctx.site.db.raw(sessionSql, [hashToken(token), at, at])
  const row = firstRow<SessionRow>(found)
  if (!row) return
  ctx.actor = memberActor(memberOf(row), ctx.site.roles)
  ctx.state.sessionId = row.id
  ctx.state.unread = Number(row.unread)
  ctx.state.requests = Number(row.requests)
  ctx.state.csrfSecret = token
  if (now.getTime() - Date.parse(row.usedAt) > touchMinutes * 60_000) await touch(ctx, row, now)
}

function memberOf(row: SessionRow): Member {
  const feed = Feed.fromJson(
    { id: row.memberId, kind: 'member', handle: row.handle, name: row.name, picture: row.picture, access: row.access },
    { skipValidation: true },
  )
  const { memberId: id, role, locale, licence, labelChoices, createdAt, closingAt, timelineBuiltAt } = row
  const member = Member.fromJson(
    { id, role, locale, licence, labelChoices, createdAt, closingAt, timelineBuiltAt },
    { skipValidation: true },
  )
  member.feed = feed
  member.apart = row.apart !== null
  member.muting = row.muting !== null
  return member
}

async function touch(ctx: Context, row: SessionRow, now: Date): Promise<void> {
  const at = now.toISOString()
  const expiresAt = new Date(now.getTime() + sessionDays * 86_400_000).toISOString()
  await ctx.site.db.transaction(async trx => {
    await trx('sessions').where({ id: row.id }).update({ usedAt: at, expiresAt })
    await trx('members').where({ id: row.memberId }).update({ seenAt: at })
    await rememberActiveDay(trx, row.memberId, now)
  })
}

/** Raw answers differ: SQLite gives the rows, PostgreSQL an object with them. */
function firstRow<Row>(answer: unknown): Row | undefined {
  const rows = Array.isArray(answer) ? answer : (answer as { rows: Row[] }).rows
  return rows[0] as Row | undefined
}
