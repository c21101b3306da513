import { may } from '../actions/permissions.ts'
import type { Actor } from '../actor.ts'
import { tidyHandle } from '../members/handle.ts'
import { listSettings } from '../panel/edit-settings.ts'
import type { Site } from '../site.ts'

/** Something that one can go to. */
export interface Found {
  kind: 'page' | 'setting' | 'member' | 'group' | 'source'
  label: string
  hint: string
  url: string
}

const perKind = 6

/** Pages, settings, members, groups and sources that what was typed could mean, each for who may see it. At most four statements. */
export async function findAnything(site: Site, actor: Actor, text: string): Promise<Found[]> {
  const search = text.trim().slice(0, 100)
  const pages = await findPages(site, actor, search)
  if (search === '') return pages
  const people = may(actor, 'members') ? await findFeeds(site, search) : []
  const sources = may(actor, 'sources') ? await findSources(site, search) : []
  return [...pages, ...findSettings(actor, search), ...people, ...sources]
}

async function findPages(site: Site, actor: Actor, search: string): Promise<Found[]> {
  const panel = await site.panel()
  const shown = (panel?.pages ?? []).filter(
    page => page.order !== undefined && (page.permission === 'staff' || may(actor, page.permission)),
  )
  return shown
    .filter(page => speaks(search, page.title, page.section ?? ''))
    .map(page => ({ kind: 'page', label: page.title, hint: page.section ?? '', url: page.url }))
}

function findSettings(actor: Actor, search: string): Found[] {
  if (!may(actor, 'settings')) return []
  return listSettings()
    .filter(({ name, title, description }) => speaks(search, name, title, description))
    .slice(0, perKind)
    .map(({ name, title }) => ({ kind: 'setting', label: title, hint: name, url: `/admin/settings#set-${name}` }))
}

async function findFeeds({ db }: Site, search: string): Promise<Found[]> {
  const start = tidyHandle(search)
  if (!/^[a-z0-9]{1,40}$/.test(start)) return []
  // A range of the index on handles: what begins with these letters.
  const rows: { handle: string; name: string; kind: string }[] = await db('feeds')
    .where('handle', '>=', start)
    .where('handle', '<', `${start}{`)
    .whereNull('removedAt')
    .orderBy('handle')
    .limit(perKind)
    .select('handle', 'name', 'kind')
  return rows.map(({ handle, name, kind }) => ({
    kind: kind === 'group' ? 'group' : 'member',
    label: name,
    hint: `@${handle}`,
    url: kind === 'group' ? `/${handle}` : `/admin/member?handle=${handle}`,
  }))
}

/** By host alone: it has an index, and who looks for more goes to the page of sources. */
async function findSources({ db }: Site, search: string): Promise<Found[]> {
  const start = search.toLowerCase().replace(/^https?:\/\//, '')
  const rows: { host: string }[] = await db('sources')
    .where('host', '>=', start)
    .where('host', '<', `${start}{`)
    .distinct('host')
    .orderBy('host')
    .limit(perKind)
  return rows.map(({ host }) => ({
    kind: 'source',
    label: host,
    hint: 'sources of this host',
    url: `/admin/sources?host=${encodeURIComponent(host)}`,
  }))
}

function speaks(search: string, ...texts: string[]): boolean {
  const all = texts.join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every(word => all.includes(word))
}
