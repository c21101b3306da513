import { diffLines } from 'diff'
import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { forbidden, notFound } from '../errors.ts'
import type { Site } from '../site.ts'
import { listVersions, maybeStaticPage, type PageVersion, type StaticPage, staticPages } from './static-page.ts'

/** Lines of a text, and what became of them. */
export interface DiffPart {
  text: string
  added: boolean
  removed: boolean
}

/** All pages, those that were removed at the end. */
export async function listStaticPages(site: Site, actor: Actor): Promise<StaticPage[]> {
  if (!may(actor, 'content')) throw forbidden('Only those who look after content see all pages.')
  const pages = await staticPages(site.db).limit(500)
  return pages.sort((a, b) => Number(a.removedAt !== null) - Number(b.removedAt !== null))
}

/** A page with its versions, and how one of them differs from what stands there now. Throws notFound. */
export async function showStaticPage(
  site: Site,
  actor: Actor,
  { slug, version }: { slug: string; version?: string | undefined },
): Promise<{ page: StaticPage; versions: PageVersion[]; chosen?: PageVersion; diff: DiffPart[] }> {
  if (!may(actor, 'content')) throw forbidden('Only those who look after content see the versions of pages.')
  const page = await maybeStaticPage(site.db, slug)
  if (!page) throw notFound('page')
  const versions = await listVersions(site.db, page.id)
  const chosen = version ? versions.find(one => one.id === version) : undefined
  if (version && !chosen) throw notFound('version')
  const parts = chosen ? diffLines(chosen.body, page.body) : []
  const diff = parts.map(({ value, added = false, removed = false }) => ({ text: value.replace(/\n$/, ''), added, removed }))
  return { page, versions, diff, ...(chosen && { chosen }) }
}
