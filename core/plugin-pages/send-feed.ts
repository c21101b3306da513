import { escapeText } from '../entries/html-tree.ts'
import type { Context } from '../http/context.ts'
import { isOwnPath } from '../http/own-path.ts'
import type { PluginFeed } from '../plugin-contract/plugin-handlers.ts'
import type { OutEntry } from '../portability/out-entry.ts'

const mostEntries = 200
const types = { atom: 'application/atom+xml; charset=utf-8', json: 'application/feed+json; charset=utf-8' }

/** A feed that a plugin describes, in the format that it names, for readers elsewhere. */
export async function sendFeed(ctx: Context, { format, title, url, entries }: PluginFeed): Promise<void> {
  const { site } = ctx
  const { siteName, siteDescription } = site.settings
  const absolute = (path: string): string => site.url + (isOwnPath(path) ? path : '/')
  const author = { name: siteName, url: site.url }
  const written = entries.slice(0, mostEntries).map((entry): OutEntry => {
    const { id, url: path, title: heading, text, at, changedAt = at } = entry
    return {
      id: `${absolute(url)}#${encodeURIComponent(id)}`,
      url: absolute(path),
      title: String(heading),
      excerpt: String(heading),
      html: `<p>${escapeText(String(text))}</p>`,
      publishedAt: new Date(at),
      updatedAt: new Date(changedAt),
      author,
      tags: [],
      enclosures: [],
    }
  })
  const feed = {
    ...{ id: absolute(url), title: `${ctx.t(String(title))} · ${siteName}`, description: siteDescription, url: absolute(url), siteName },
    updatedAt: new Date(Math.max(0, ...written.map(({ updatedAt }) => updatedAt.getTime()))),
    entries: written,
  }
  const self = site.url + ctx.originalUrl
  ctx.type = types[format]
  ctx.set('Cache-Control', 'public, max-age=300')
  if (format === 'atom') ctx.body = (await import('../portability/write-atom.ts')).writeAtom(feed, self)
  else ctx.body = (await import('../portability/write-json-feed.ts')).writeJsonFeed(feed, self)
}
