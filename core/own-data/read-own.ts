import type { Knex } from 'knex'
import { termsAt } from '../licences/terms-of-entry.ts'
import type { Site } from '../site.ts'
import { type OwnKind, ownKinds } from './own-kinds.ts'

const portion = 300

/** How much of each kind there is about a member, in one statement. */
export async function countOwn(db: Knex, memberId: string): Promise<Map<string, number>> {
  const counts = ownKinds.map(({ name, from, owner }) => from(db).where(owner, memberId).count('*').as(name))
  const [row] = (await db.select(counts)) as Record<string, number | string>[]
  // Names of files have hyphens, which names of columns lose.
  const byName = new Map(Object.entries(row ?? {}).map(([name, count]) => [plain(name), Number(count)]))
  return new Map(ownKinds.map(({ name }) => [name, byName.get(plain(name)) ?? 0]))
}

function plain(name: string): string {
  return name.replaceAll(/[^a-z]/gi, '').toLowerCase()
}

/** All rows of one kind about a member, a page at a time, in the form in which they are taken along. */
export async function* readOwn(site: Site, kind: OwnKind, memberId: string): AsyncGenerator<Record<string, unknown>[]> {
  for (let after: unknown; ; ) {
    const query = kind.from(site.db).where(kind.owner, memberId).orderBy(kind.key).limit(portion)
    const rows: Record<string, unknown>[] = await (after === undefined ? query : query.where(kind.key, '>', after as string)).select(
      ...kind.columns,
      `${kind.key} as placeInOrder`,
    )
    after = rows.at(-1)?.placeInOrder
    await kind.complete?.(site.db, rows)
    yield rows.map(row => tidy(site, kind, row))
    if (rows.length < portion) return
  }
}

function tidy(site: Site, { name, json = [] }: OwnKind, { placeInOrder: _, ...row }: Record<string, unknown>): Record<string, unknown> {
  for (const column of json) if (typeof row[column] === 'string') row[column] = JSON.parse(row[column])
  // Moderators act for the site; who of them it was stands nowhere.
  for (const by of ['removedBy', 'labelledBy']) if (row[by] && row[by] !== row.authorId) row[by] = 'somebody else'
  if (name !== 'entries') return row
  return { ...row, url: `${site.url}/e/${String(row.shortId)}`, publishedUnder: termsAt(site, String(row.createdAt)) }
}

/** The account itself: everything but the password, of which only a hash is there that is no use to anybody. */
export async function readAccount({ db }: Pick<Site, 'db'>, memberId: string): Promise<Record<string, unknown>> {
  const { passwordHash: _, ...member }: Record<string, unknown> = (await db('members').where({ id: memberId }).first()) ?? {}
  const feed: Record<string, unknown> = (await db('feeds').where({ id: memberId }).first()) ?? {}
  const parsed = {
    links: JSON.parse(String(feed.links ?? '[]')),
    mailOff: JSON.parse(String(member.mailOff ?? '[]')),
    mutedWords: JSON.parse(String(member.mutedWords ?? '[]')),
  }
  return { ...feed, ...member, ...parsed }
}
