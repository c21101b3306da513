import type { Knex } from 'knex'
import type { Database } from '../core/db/connect.ts'
import { hashToken } from '../core/http/session.ts'
import type { OpenSite } from '../core/open-site.ts'
import { buildTimeline } from '../core/timelines/build-timeline.ts'
import { makeText, Random } from './random.ts'

export interface Sizes {
  members: number
  entries: number
  comments: number
  likes: number
  /** Members who read their home in turn; each follows `follows` others, the rest follow `othersFollow`, usually 50. */
  viewers: number
  follows: number
  othersFollow?: number
}

export interface Seeded {
  /** Cookies of the viewers' sessions. */
  cookies: string[]
  handles: string[]
  /** Short ids with their authors' handles, of entries with many comments. */
  entries: { handle: string; shortId: string; id: string }[]
}

// A few thousand texts are enough: nothing measured looks at what they say.
const writer = new Random(1)
const texts = {
  long: Array.from({ length: 3000 }, () => makeText(writer, 120 + writer.below(330))),
  short: Array.from({ length: 3000 }, () => makeText(writer, 40 + writer.below(190))),
  titles: Array.from({ length: 1000 }, () => makeText(writer, 40)),
}

const days = 365
const day = 86_400_000

/** Fills an empty site with members, entries, comments, likes and subscriptions, in bulk. The same sizes make the same site. */
export async function seed({ site }: OpenSite, sizes: Sizes): Promise<Seeded> {
  const random = new Random(20090112)
  const now = site.now().getTime()
  const iso = (time: number): string => new Date(time).toISOString()
  const members = Array.from({ length: sizes.members }, (_, index) => ({
    id: random.id(now - days * day + index),
    handle: `member${String(index).padStart(5, '0')}`,
  }))
  const createdAt = iso(now - days * day)
  // Filling needs more room than serving does.
  if (site.db.dialect === 'sqlite') await site.db.transaction(trx => trx.raw('pragma cache_size = -400000'))

  await bulk(site.db, 'feeds', members.length, index => {
    const { id, handle } = members[index]!
    return {
      id,
      kind: 'member',
      handle,
      skeleton: handle,
      name: `Member ${index}`,
      description: '',
      links: '[]',
      access: 'public',
      createdAt,
    }
  })
  await bulk(site.db, 'members', members.length, index => {
    const { id, handle } = members[index]!
    return { id, email: `${handle}@example.org`, passwordHash: '!', role: 'member', mailOff: '[]', seenAt: iso(now), createdAt }
  })
  await seedSubscriptions(site.db, random, members, sizes, createdAt)

  // Times first: an entry's place follows from its last comment.
  const published = Array.from({ length: sizes.entries }, () => now - Math.floor(random.next() * days * day)).sort((a, b) => a - b)
  const entries = published.map((time, index) => ({
    id: random.id(time),
    // Counted: a million random ones of this length would not all be different.
    shortId: index.toString(16).padStart(8, '0'),
    author: random.below(members.length),
    time,
    bumped: time,
    comments: 0,
    likes: 0,
    first: '',
    last: '',
  }))
  const comments = Array.from({ length: sizes.comments }, () => {
    const entry = entries[random.below(entries.length)]!
    const time = Math.min(now, entry.time + Math.floor(random.next() ** 6 * 20 * day))
    return { entry, author: random.below(members.length), time, id: random.id(time), number: 0 }
  }).sort((a, b) => a.time - b.time)
  for (const comment of comments) {
    comment.number = ++comment.entry.comments
    comment.entry.first ||= comment.id
    comment.entry.last = comment.id
    comment.entry.bumped = comment.time
  }
  const likes: { entry: number; member: number; time: number }[] = []
  const seen = new Set<number>()
  while (likes.length < sizes.likes) {
    const entry = random.below(entries.length)
    const member = random.below(members.length)
    const key = entry * members.length + member
    if (seen.has(key) || entries[entry]!.author === member) continue
    seen.add(key)
    likes.push({ entry, member, time: Math.min(now, entries[entry]!.time + Math.floor(random.next() ** 4 * 10 * day)) })
    entries[entry]!.likes++
  }

  await bulk(site.db, 'entries', entries.length, index => entryRow(random, entries[index]!, members[entries[index]!.author]!.id, iso))
  await bulk(site.db, 'entry_feeds', entries.length, index => {
    const entry = entries[index]!
    return { entryId: entry.id, feedId: members[entry.author]!.id, bumpedAt: iso(entry.bumped) }
  })
  await bulk(site.db, 'comments', comments.length, index => {
    const { id, entry, author, number, time } = comments[index]!
    const body = random.pick(texts.short)
    return { id, entryId: entry.id, authorId: members[author]!.id, number, body, bodyHtml: `<p>${body}</p>`, createdAt: iso(time) }
  })
  await bulk(site.db, 'likes', likes.length, index => {
    const { entry, member, time } = likes[index]!
    return { entryId: entries[entry]!.id, memberId: members[member]!.id, createdAt: iso(time) }
  })
  // One row per member and entry, by the last comment.
  const activities = new Map<string, object>()
  for (const { entry, author, time } of comments)
    activities.set(`c${entry.id}${author}`, { memberId: members[author]!.id, kind: 'comment', entryId: entry.id, at: iso(time) })
  const rows = [...activities.values()]
  await bulk(site.db, 'activities', rows.length, index => rows[index]!)
  await bulk(site.db, 'activities', likes.length, index => {
    const { entry, member, time } = likes[index]!
    return { memberId: members[member]!.id, kind: 'like', entryId: entries[entry]!.id, at: iso(time) }
  })

  await bulk(site.db, 'settings', 1, () => ({ name: 'setUpAt', value: JSON.stringify(createdAt), updatedAt: createdAt }))
  const tokens = members.slice(0, sizes.viewers).map(() => random.hex(43))
  await bulk(site.db, 'sessions', tokens.length, index => ({
    id: hashToken(tokens[index]!),
    memberId: members[index]!.id,
    createdAt: iso(now),
    usedAt: iso(now),
    expiresAt: iso(now + 30 * day),
    address: '127.0.0.1',
    agent: 'bench',
  }))
  await site.db.transaction(async trx => {
    if (site.db.dialect === 'sqlite') await trx.raw('analyze')
  })
  for (const { id } of members.slice(0, sizes.viewers)) await buildTimeline(site, id)
  const long = entries.filter(entry => entry.comments > 8)
  const talked = (long.length > 0 ? long : entries).slice(-500)
  return {
    cookies: tokens.map(token => `tributary_session=${token}`),
    handles: members.map(member => member.handle),
    entries: talked.map(entry => ({
      id: entry.id,
      shortId: entry.shortId,
      handle: members[entry.author]!.handle,
    })),
  }
}

interface SeedEntry {
  id: string
  shortId: string
  time: number
  bumped: number
  comments: number
  likes: number
  first: string
  last: string
}

function entryRow(random: Random, entry: SeedEntry, authorId: string, iso: (time: number) => string): object {
  const body = random.pick(texts.long)
  const imported = random.next() < 0.6
  const { shortId } = entry
  const url = `https://blog.example.org/${shortId}`
  const picture = { kind: 'image', url: '/media/outside/x/y', width: 640, height: 480 }
  return {
    id: entry.id,
    shortId,
    authorId,
    origin: imported ? shortId : null,
    title: imported ? random.pick(texts.titles) : null,
    link: imported ? url : null,
    body: imported ? '' : body,
    bodyHtml: `<p>${body}</p>`,
    attachments: random.next() < 0.15 ? JSON.stringify([picture]) : '[]',
    viaName: imported ? 'A blog' : null,
    viaUrl: imported ? url : null,
    access: 'public',
    reach: 'friends',
    commentCount: entry.comments,
    likeCount: entry.likes,
    lastNumber: entry.comments,
    firstCommentId: entry.first || null,
    lastCommentId: entry.last || null,
    publishedAt: iso(entry.time),
    bumpedAt: iso(entry.bumped),
    createdAt: iso(entry.time),
  }
}

async function seedSubscriptions(db: Database, random: Random, members: { id: string }[], sizes: Sizes, createdAt: string): Promise<void> {
  const rows: object[] = []
  for (const [index, { id: memberId }] of members.entries()) {
    const count = Math.min(index < sizes.viewers ? sizes.follows : (sizes.othersFollow ?? 50), members.length - 1)
    const followed = new Set<number>()
    while (followed.size < count) {
      const other = random.below(members.length)
      if (other !== index) followed.add(other)
    }
    for (const other of followed) rows.push({ memberId, feedId: members[other]!.id, createdAt })
  }
  await bulk(db, 'subscriptions', rows.length, index => rows[index]!)
}

/** Inserts many rows of one shape: SQLite unpacks them from one JSON text, which is ten times faster than a value each. */
export async function bulk(db: Database, table: string, count: number, row: (index: number) => object): Promise<void> {
  const perStatement = db.dialect === 'sqlite' ? 2000 : 400
  for (let start = 0; start < count; start += perStatement * 25) {
    await db.transaction(async trx => {
      for (let at = start; at < Math.min(count, start + perStatement * 25); at += perStatement) {
        const rows = Array.from({ length: Math.min(perStatement, count - at) }, (_, index) => row(at + index))
        if (db.dialect === 'sqlite') await insertJson(trx, table, rows)
        else await trx(table).insert(rows)
      }
    })
  }
}

async function insertJson(trx: Knex.Transaction, table: string, rows: object[]): Promise<void> {
  const names = Object.keys(rows[0] ?? {})
  const columns = names.map(name => name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))
  const values = names.map((_, index) => `json_extract(value, '$[${index}]')`)
  const sql = `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from json_each(?)`
  await trx.raw(sql, [JSON.stringify(rows.map(row => Object.values(row)))])
}
