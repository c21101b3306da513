import type { Knex } from 'knex'

/** A page that the site itself wrote, as it stands now. */
export interface StaticPage {
  id: string
  /** Its address is /pages/<slug>. */
  slug: string
  place: 'footer' | 'menu' | 'nowhere'
  title: string
  /** Markdown. */
  body: string
  versionId: string
  /** When this version was published. */
  publishedAt: string
  removedAt: string | null
}

/** One text that a page had. */
export interface PageVersion {
  id: string
  title: string
  body: string
  createdAt: string
  byName: string | null
}

/** Pages with what they say now. */
export function staticPages(db: Knex): Knex.QueryBuilder<object, StaticPage[]> {
  return db('pages as p')
    .join('page_versions as v', 'v.id', 'p.versionId')
    .orderBy('v.title')
    .select('p.id', 'p.slug', 'p.place', 'p.versionId', 'p.removedAt', 'v.title', 'v.body', 'v.createdAt as publishedAt')
}

/** The page with this slug, removed or not. */
export async function maybeStaticPage(db: Knex, slug: string): Promise<StaticPage | undefined> {
  const rows: StaticPage[] = await staticPages(db).where('p.slug', slug)
  return rows[0]
}

/** Texts of a page, the newest first. */
export function listVersions(db: Knex, pageId: string): Promise<PageVersion[]> {
  return db('page_versions as v')
    .leftJoin('feeds as f', 'f.id', 'v.createdBy')
    .where('v.pageId', pageId)
    .orderBy('v.id', 'desc')
    .limit(100)
    .select('v.id', 'v.title', 'v.body', 'v.createdAt', 'f.name as byName')
}
