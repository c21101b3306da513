import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { system } from '../core/actor.ts'
import { loadConfig } from '../core/config/load-config.ts'
import { newId } from '../core/db/new-id.ts'
import { type OpenSite, openSite } from '../core/open-site.ts'
import { root } from '../core/testing/make-site.ts'
import { Child } from './child.ts'
import { time } from './load.ts'
import { say, table } from './report.ts'
import { bulk, seed } from './seed.ts'

/** Measures the admin panel's lists on a large site: `node bench/panel-lists.ts --members 100000 --entries 100000 --seconds 2`. */
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '100000' },
    entries: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '2' },
    /** Part of the names of pages: only those are measured. */
    only: { type: 'string', default: '' },
  },
})
const [members, entries, seconds] = [Number(values.members), Number(values.entries), Number(values.seconds)]
const dataDir = mkdtempSync(join(tmpdir(), 'tributary-bench-'))
try {
  const env = { DATA_DIR: dataDir, DATABASE_URL: process.env.DATABASE_URL ?? '', PORT: '0', LOG_LEVEL: 'error' }
  const { cookie, pages } = await prepare(env)
  const site = await Child.start('./site-process.ts', env, ['--max-semi-space-size=16', '--max-old-space-size=384'])
  const rows: object[] = []
  for (const [page, path] of Object.entries(pages).filter(([page]) => page.includes(values.only))) {
    const request = { path, headers: { cookie } }
    const answer = await fetch(site.url + path, { headers: { cookie }, redirect: 'manual' })
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}.`)
    const bytes = (await answer.arrayBuffer()).byteLength
    await time(site.url, [request], 0.5)
    const { median, p99 } = await time(site.url, [request], seconds)
    say(`${page}: ${median.toFixed(1)} ms`)
    rows.push({ page, bytes, median, p99 })
  }
  await site.stop()
  console.log(table(rows))
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}

/** A site with members, entries and comments, sessions and uploads, and the pages to look at: first, filtered, and far down. */
async function prepare(env: Record<string, string>): Promise<{ cookie: string; pages: Record<string, string> }> {
  const opened = await openSite(loadConfig(root, env), { safe: true })
  const seeded = await seed(opened, { members, entries, comments: entries, likes: 0, viewers: 1, follows: 0, othersFollow: 0 })
  const handle = seeded.handles[0]!
  await opened.site.act(system, 'member.role', { handle, role: 'admin' })
  await scatter(opened)
  const ids: string[] = await opened.site
    .db('members')
    .orderBy('id')
    .offset(Math.floor(members / 10))
    .limit(1)
    .pluck('id')
  const comments: string[] = await opened.site
    .db('comments')
    .orderBy('id')
    .offset(Math.floor(entries / 10))
    .limit(1)
    .pluck('id')
  await opened.close()
  const at = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString()
  const deep = (id: string, daysAgo: number): string => `after=${at(daysAgo)}_${id}`
  const low = '00000000-0000-7000-8000-000000000000'
  const pages = {
    members: '/admin/members',
    'members, one role': '/admin/members?role=moderator',
    'members, away for a year': '/admin/members?seen=not-year',
    'members, names that begin with m (all)': '/admin/members?search=m',
    'members, names that begin with member12': '/admin/members?search=member12',
    'members, far down': `/admin/members?${deep(ids[0]!, 1)}`,
    'one member': `/admin/member?handle=${seeded.handles[5]}`,
    sessions: '/admin/sessions',
    'sessions, staff': '/admin/sessions?show=staff',
    'sessions, far down': `/admin/sessions?${deep(low, 300)}`,
    'sign-ups': '/admin/sign-ups',
    invitations: '/admin/invitations',
    'who came by invitation': '/admin/invitations?show=joined',
    groups: '/admin/groups',
    roles: '/admin/roles',
    entries: '/admin/entries',
    'entries, with pictures': '/admin/entries?media=pictures',
    'entries, written here': '/admin/entries?origin=here',
    'entries of one member': `/admin/entries?author=${seeded.handles[7]}`,
    'entries, taken down': '/admin/entries?show=removed',
    'entries, a word nobody used': '/admin/entries?search=zzzzqq',
    'entries, far down': `/admin/entries?${deep(low, 330)}`,
    comments: '/admin/comments',
    'comments of one member': `/admin/comments?author=${seeded.handles[7]}`,
    'comments, a word nobody used': '/admin/comments?search=zzzzqq',
    'comments, far down': `/admin/comments?${deep(comments[0]!, 1)}`,
    media: '/admin/media',
    'media, the largest': '/admin/media?order=largest',
    tags: '/admin/tags',
    'tags, the last used': '/admin/tags?order=used',
    'tags, used once': '/admin/tags?show=once',
    'tags by name, beginning with t (all)': '/admin/tags?order=name&search=t',
    'tags, the most used of those beginning with t (all)': '/admin/tags?search=t',
    'tags, far down': '/admin/tags?after=1+tag5000',
    'one tag, on most entries': '/admin/tag?name=tag0',
    'the page of that tag': '/tags/tag0',
    'entries of that tag': '/admin/entries?tag=tag0',
    'held entries': '/admin/held',
    'audit log': '/admin/audit',
    overview: '/admin',
  }
  return { cookie: seeded.cookies[0]!, pages }
}

/** As many tags as entries: each entry has one of its own, and two of the few that everybody uses. */
async function tagAll({ db }: OpenSite['site'], entryIds: readonly string[]): Promise<void> {
  const at = (index: number): string => new Date(Date.now() - index * 60_000).toISOString()
  const uses = (index: number): number => 1 + (index < 20 ? Math.floor(entryIds.length / 20) : 0) + (index === 0 ? entryIds.length : 0)
  await bulk(db, 'tags', entryIds.length, index => ({
    name: `tag${index}`,
    label: `Tag${index}`,
    uses: uses(index),
    usedAt: at(index),
    createdAt: at(index),
  }))
  await bulk(db, 'entry_tags', entryIds.length * 3, index => {
    const entry = Math.floor(index / 3)
    const tag = [`tag${entry}`, `tag${entry % 20}`, 'tag0'][index % 3]!
    const word = index % 3 === 0 ? tag : `${tag}x${index % 3}`
    return { entryId: entryIds[entry]!, word, tag, foundIn: 'text', number: index % 3, at: at(entry), countedAs: tag }
  })
}

/** What the other benchmarks do not need: last visits over two years, roles, sessions, invitations, uploads, entries taken down. */
async function scatter({ site }: OpenSite): Promise<void> {
  const now = Date.now()
  const iso = (daysAgo: number): string => new Date(now - daysAgo * 86_400_000).toISOString()
  const ids: string[] = await site.db('members').orderBy('id').pluck('id')
  const entryIds: string[] = await site.db('entries').orderBy('id').pluck('id')
  await site.db.transaction(async trx => {
    for (let days = 0; days < 700; days += 7) {
      const start = Math.floor((days / 700) * ids.length)
      const end = Math.floor(((days + 7) / 700) * ids.length)
      await trx('members')
        .where('id', '>=', ids[start]!)
        .where('id', '<', ids[end] ?? '~')
        .update({ seenAt: iso(days) })
    }
    await trx('members').whereIn('id', ids.slice(100, 150)).update({ role: 'moderator' })
    await trx('members').whereIn('id', ids.slice(200, 900)).update({ invitedBy: ids[1] })
    const removal = { removedAt: iso(1), removedBy: ids[0], removedReason: 'Advertising.' }
    await trx('entries').whereIn('id', entryIds.slice(500, 900)).update(removal)
  })
  await tagAll(site, entryIds)
  const some = Math.floor(ids.length / 5)
  await bulk(site.db, 'sessions', some, index => ({
    id: `${index}`.padStart(64, 'a'),
    memberId: ids[index * 5]!,
    createdAt: iso(400),
    usedAt: iso((index / some) * 365),
    expiresAt: iso(-60),
    address: '127.0.0.1',
    agent: 'bench',
  }))
  await bulk(site.db, 'uploads', some, index => ({
    id: newId(),
    memberId: ids[index * 5]!,
    entryId: entryIds[(index * 5) % entryIds.length]!,
    file: `${index.toString(16).padStart(64, '0')}.webp`,
    type: 'image/webp',
    bytes: 10_000 + ((index * 7919) % 3_000_000),
    createdAt: iso(index / some),
  }))
  // A site that grew has had its tables counted; this one has not lived long enough.
  await site.db.transaction(trx => trx.raw('analyze'))
}
