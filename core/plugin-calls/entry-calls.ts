import { type Actor, type MemberActor, memberActor, visitor } from '../actor.ts'
import { publishComment } from '../comments/publish-comment.ts'
import type { EntryView } from '../entries/entry-view.ts'
import { publishEntry } from '../entries/publish-entry.ts'
import { forbidden, SiteError } from '../errors.ts'
import { showOneEntry } from '../feeds/entry-page.ts'
import { findNamedFeed } from '../feeds/named-feed.ts'
import { readSlice, showSlice } from '../feeds/read-feed.ts'
import { findMemberById } from '../members/member.ts'
import type { PluginEntries, PluginEntry } from '../plugin-contract/host.ts'
import type { Manifest } from '../plugin-contract/manifest.ts'
import type { PluginGuard } from '../plugin-health/plugin-guard.ts'
import type { Site } from '../site.ts'

const mostEntries = 50

/** How a plugin reads and writes entries: with the eyes and in the name of a member for whom it is at work, or with everybody's. */
export function makeEntryCalls(site: Site, { name, capabilities }: Manifest, guard: PluginGuard): PluginEntries {
  const reading = capabilities.find(({ id }) => id === 'entries:read')
  const actorOf = async (memberId: string): Promise<MemberActor> => {
    if (!guard.actsFor(memberId)) throw forbidden(`The plugin "${name}" may act for a member only while that member uses it.`)
    return memberActor(await findMemberById(site.db, memberId))
  }
  const reader = async (as: string | undefined): Promise<Actor> => {
    if (!reading) throw forbidden('This needs the capability "entries:read", for which plugin.json does not ask.')
    if (as === undefined) return visitor
    if (reading.scope !== 'reader') throw forbidden('Reading as a member needs the capability "entries:read" with the scope "reader".')
    return actorOf(as)
  }
  const writer = async (as: string): Promise<MemberActor> => {
    if (!capabilities.some(({ id }) => id === 'entries:write'))
      throw forbidden('This needs the capability "entries:write", for which plugin.json does not ask.')
    return actorOf(as)
  }

  return {
    async find(id, as) {
      const entry = await orNothing(async () => showOneEntry(site, await reader(as), String(id)))
      return entry && plain(site, name, entry)
    },
    async list({ of, as, limit = 20 }) {
      const actor = await reader(as)
      const { query } = await findNamedFeed(site.db, String(of))
      const slice = await readSlice(site, actor, query, { limit: Math.max(1, Math.min(mostEntries, Number(limit) || 20)) })
      return (await showSlice(site, actor, slice)).map(entry => plain(site, name, entry))
    },
    async publish({ as, body, link, to = [] }) {
      const { id, shortId } = await publishEntry(site, await writer(as), { body: String(body), to, uploads: [], ...(link && { link }) })
      return { id, url: `/e/${shortId}` }
    },
    async comment({ as, entryId, body }) {
      const { id } = await publishComment(site, await writer(as), { entry: String(entryId), body: String(body) })
      return { id }
    },
  }
}

async function orNothing<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SiteError && error.status === 404) return undefined
    throw error
  }
}

function plain(site: Site, plugin: string, entry: EntryView): PluginEntry {
  const { id, url, author, title, link, bodyHtml, publishedAt, commentCount, likeCount } = entry
  const inserts = entry.inserts?.filter(insert => insert.name.startsWith(`${plugin}.`)) ?? []
  return {
    id,
    url: site.url + url,
    authorId: author.id || null,
    ...(title && { title }),
    ...(link && { link }),
    bodyHtml,
    publishedAt,
    commentCount,
    likeCount,
    tags: (entry.tags ?? []).map(({ label }) => label),
    ...(inserts.length > 0 && {
      inserts: inserts.map(one => ({ id: one.id, entryId: id, type: one.name.slice(plugin.length + 1), data: one.data })),
    }),
  }
}
