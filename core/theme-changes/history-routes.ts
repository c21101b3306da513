import { may } from '../actions/permissions.ts'
import { notFound } from '../errors.ts'
import type { Context } from '../http/context.ts'
import type { Router } from '../http/router.ts'
import { Type } from '../http/type.ts'
import { decidesWhenProposed } from '../lock/initiative.ts'
import { membersDecide, whoDecides } from '../lock/under-lock.ts'
import { restoreLook } from '../looks/restore-look.ts'
import { type HistoryEntry, listHistory, showHistory } from './theme-history.ts'

const portion = 30
const query = Type.Object({ before: Type.Optional(Type.Integer({ minimum: 1 })) })

/** What was changed about the look of the site, by whom and why: for everybody, and as a feed. */
export function addHistoryRoutes(router: Router): void {
  router.get('/themes/history', async ctx => {
    const { before } = ctx.read(query)
    const rows = await listHistory(ctx.site, { before, limit: portion + 1 })
    const versions = rows.slice(0, portion)
    await ctx.page('theme-history', {
      versions: versions.map(viewOf),
      ...(rows.length > portion && { nextUrl: `/themes/history?before=${versions.at(-1)!.number}` }),
      formats: [{ type: 'application/atom+xml', title: ctx.t('History of the theme'), url: '/themes/history.atom' }],
    })
  })

  router.get('/themes/history.atom', async ctx => {
    ctx.type = 'application/atom+xml; charset=utf-8'
    ctx.set('Cache-Control', 'public, max-age=300')
    ctx.body = writeFeed(ctx, await listHistory(ctx.site, { limit: portion }))
  })

  router.get('/themes/history/:number', async ctx => {
    const number = Number(ctx.params.number)
    if (!Number.isSafeInteger(number)) throw notFound('version of the theme')
    const { files, others, ...entry } = await showHistory(ctx.site, number)
    await ctx.page('theme-version', { version: viewOf(entry), files, others, back: wayBack(ctx, entry) })
  })
}

function viewOf(entry: HistoryEntry): object {
  return {
    ...entry,
    url: `/themes/history/${entry.number}`,
    ...(entry.proposalId && { proposalUrl: `/governance/proposals/${entry.proposalId}` }),
  }
}

/** One click for who may, a proposal for everybody else. */
function wayBack({ site, actor, registry }: Context, { id, isShown }: HistoryEntry): object | undefined {
  if (isShown || !actor.member) return undefined
  const input = { version: id }
  if (may(actor, 'appearance') && (!membersDecide(whoDecides(site, restoreLook, input)) || site.lock.founding.open)) return { now: id }
  if (!registry.plugins.has('governance') || !membersDecide(decidesWhenProposed(site, restoreLook, input))) return undefined
  return { proposeUrl: `/governance/propose?${new URLSearchParams({ action: 'look.restore', ...input })}` }
}

function writeFeed(ctx: Context, versions: readonly HistoryEntry[]): string {
  const { site } = ctx
  const url = `${site.url}/themes/history`
  const entries = versions.map(
    ({ number, summary, publishedAt, author, more }) =>
      `<entry><id>${url}/${number}</id><title>${escaped(summary)}</title><updated>${publishedAt}</updated>` +
      `<link href="${url}/${number}"/>${author ? `<author><name>${escaped(author.name)}</name></author>` : ''}` +
      `${more ? `<summary>${escaped(more)}</summary>` : ''}</entry>`,
  )
  const title = `${site.settings.siteName}: ${ctx.t('History of the theme')}`
  const updated = versions[0]?.publishedAt ?? site.now().toISOString()
  return (
    `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>${url}</id><title>${escaped(title)}</title>` +
    `<updated>${updated}</updated><author><name>${escaped(site.settings.siteName)}</name></author>` +
    `<link rel="self" href="${url}.atom"/><link href="${url}"/>${entries.join('')}</feed>\n`
  )
}

function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no such characters.
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
  )
}
